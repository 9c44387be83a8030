package ui

import (
	"strconv"

	"samverk/platform/calendar"
	"samverk/platform/form"
	"samverk/platform/i18n"
)

// What the gallery shows its components with. It is for those who build pages, so it is in Swedish only.

const longWord = "Civilsamhällesorganisationsutvecklingsprojektsuppföljningsansvarig"

var sampleParts = []Part{
	{"met", "Uppfylld", 16, "#strip"},
	{"met_late", "Uppfylld för sent", 2, "#strip"},
	{"in_progress", "Pågår", 18, "#strip"},
	{"at_risk", "Risk", 3, "#strip"},
	{"not_met", "Inte uppfylld", 2, "#strip"},
	{"not_assessed", "Inte bedömd än", 1, "#strip"},
	{"not_applicable", "Inte aktuell", 1, "#strip"},
	{"not_started", "Inte påbörjad", 33, "#strip"},
}

var samplePhrases = []Part{
	{"met", "13 uppfyllda", 13, ""},
	{"met_late", "2 uppfyllda för sent", 2, ""},
	{"not_met", "2 inte uppfyllda", 2, ""},
}

func sampleItems() []Item {
	small := func(text string) Act { return Act{Text: text, Small: true} }
	return []Item{
		{Shape: "at_risk", Word: "Risk", Title: "Ny överenskommelse ska lämnas till politiken", Href: "#items",
			Text: "Indikator 8. Inget är lämnat. Sista nämndmötet i vår är 12 juni, och handlingarna ska vara inne två veckor före.",
			When: "Om 8 dagar", Date: "2019-05-29", Action: LinkButton("#items", small("Öppna ärendet"))},
		{Shape: "at_risk", Word: "Risk", Title: "Förslag om dialogmöten ska presenteras",
			Text: "Indikator 27. Inget förslag är presenterat och tiden går ut med våren.",
			When: "Om 40 dagar", Date: "2019-06-30", Action: LinkButton("#items", small("Registrera händelse"))},
		{Icon: IconRecords, Title: "Avsluta arbetsgruppens möte den 16 maj", Text: "Närvaron saknas. När mötet är avslutat räknas det för indikator 24.",
			When: "5 dagar sedan", Date: "2019-05-16", Action: LinkButton("#items", small("Avsluta mötet"))},
		{Icon: IconGrants, Title: "En rad utan tid men med handling", Text: longWord, Action: LinkButton("#items", small("Granska"))},
		{Icon: IconHistory, Title: "En rad med bara text", Text: "Den behöver inget göras åt."},
	}
}

var sampleMeetings = []Dated{
	{Date: "28 maj", Below: "tisdag", Title: "Arbetsutskottets möte", Text: "Partnerskapet. 9 av 12 har svarat.", Href: "#dated"},
	{Date: "4 juni", Below: "tisdag", Title: "Möte om Överenskommelsen", Text: "Länsföreningarna. 14 anmälda."},
	{Date: "13 juni", Below: "torsdag", Title: "Stormöte", Text: "Partnerskapet. 21 av 34 anmälda."},
}

var sampleNeeds = []Dated{
	{Date: "30 juni", Title: "2 hållna", Text: "1 till, bokat 13 juni", Action: LinkButton("#dated", Act{Text: "Öppna", Small: true, Hidden: "mötet 13 juni"})},
	{Date: "30 sept.", Title: "3 hållna", Text: "1 till, inte bokat", Action: LinkButton("#dated", Act{Text: "Boka", Small: true, Hidden: "möte till 30 september"})},
}

var sampleHistory = []Dated{
	{Date: "2019-03-15", Text: "Stormöte 1/2019 registrerat. 2019 gick från 0 till 1."},
	{Date: "2019-01-15", Text: "Enhetschefen beslutade att sommarträffen inte räknas."},
	{Date: "2019-01-01", Text: "2018 blev Inte uppfylld, 3 av 4."},
}

var sampleLinked = []Linked{
	{Link: Link{"Indikator 26. Arbetsutskottets möten", "#linked"}, Shape: "at_risk", Word: "Risk", Text: "1 av 10"},
	{Link: Link{"2. Tydligare och starkare stöd", "#linked"}, Text: "7 av 8 är klara",
		Marks: []Part{{"met", "Uppfylld", 5, ""}, {"met_late", "Uppfylld för sent", 2, ""}, {"not_met", "Inte uppfylld", 1, ""}}},
	{Link: Link{"Partnerskapet för sociala innovationer", ""}, Text: "Nätverk, 34 organisationer"},
}

var sampleFiles = []File{
	{Name: "Minnesanteckningar stormöte 1", Href: "#files", Kind: "PDF", Size: "184 kB", Note: "Lades till 2019-03-15 av strategen."},
	{Name: "Deltagarlista", Href: "#files", Kind: "CSV", Size: "2 kB"},
}

var samplePeriods = []Period{
	{Name: "2018", Href: "#periods", Shape: "not_met", Word: "Inte uppfylld", Number: "3", Of: "av 4 stormöten",
		Slots: []Slot{SlotFilled, SlotFilled, SlotFilled, SlotMissing}, Text: "Ett stormöte saknades när året slutade."},
	{Name: "2019", Shape: "in_progress", Word: "Pågår", Number: "1", Of: "av 4 stormöten", Current: true,
		Slots: []Slot{SlotFilled, SlotBooked, SlotEmpty, SlotEmpty}, Text: "Ett är bokat, 13 juni. Två behöver bokas."},
	{Name: "2020", Shape: "not_started", Word: "Inte påbörjad", Number: "0", Of: "av 4 stormöten",
		Slots: []Slot{SlotEmpty, SlotEmpty, SlotEmpty, SlotEmpty}, Text: "Börjar räknas 1 januari 2020."},
	{Name: "2021", Shape: "not_started", Word: "Inte påbörjad", Number: "0", Of: "av 4 stormöten",
		Slots: []Slot{SlotEmpty, SlotEmpty, SlotEmpty, SlotEmpty}, Text: "Börjar räknas 1 januari 2021."},
}

var sampleDefinitions = []Definition{
	{Term: "Räknas", Text: "Möten av typen stormöte som har avslutats med närvaro"},
	{Term: "Antaget", Text: "”Fyra” läses som minst fyra. Bekräftat ", Detail: Date(calendar.MustDate("2018-06-14"))},
	{Term: "Första året", Text: "Hela målet gällde 2018"},
}

type sampleRow struct{ number, name, shape, word, sofar, needed, date string }

var sampleRows = []sampleRow{
	{"8", "Förslag till ny överenskommelse lämnat till politiken", "at_risk", "Risk", "Inget lämnat", "Lämna förslaget", "2019-05-29"},
	{"26", "Minst 10 möten med arbetsutskottet", "at_risk", "Risk", "1 av 10", "4 möten till (2 bokade)", "2019-06-30"},
	{"7", "Minst tre möten om Överenskommelsen", "in_progress", "Pågår", "2 av 3", "1 möte till (bokat 4 juni)", "2019-06-30"},
	{"9", "Förslag till nya riktlinjer för föreningsbidrag lämnat", "met", "Uppfylld", "Lämnat 25 april", "Klart", ""},
}

func (r sampleRow) day() calendar.Date {
	if r.date == "" {
		return calendar.Date{}
	}
	return calendar.MustDate(r.date)
}

// sampleFaulty is a form that came back with faults.
func sampleFaulty() *form.Form {
	f := form.Of("title", "Stormöte", "day", "31 februari", "people", "många", "kind", "seminar", "counts", "no")
	f.Refuse("day", i18n.Msg("form.not_a_date", "text", "31 februari"))
	f.Refuse("people", i18n.Msg("form.not_a_whole_number", "text", "många"))
	f.Refuse("priority", i18n.Msg("ui.gallery.choose_priority"))
	f.Refuse("accept", i18n.Msg("ui.gallery.tick_accept"))
	f.Refuse("", i18n.Msg("ui.gallery.whole_form"))
	return f
}

var sampleKinds = []Option{{Value: "meeting", Text: "Möte"}, {Value: "seminar", Text: "Seminarium"}, {Value: "workshop", Text: "Workshop"}}

var samplePriorities = []Option{{Value: "high", Text: "Hög"}, {Value: "medium", Text: "Mellanhög"}}

var sampleCounts = []Option{
	{Value: "yes", Text: "Räkna händelsen", Hint: "Den räknas för de indikatorer som reglerna pekar ut."},
	{Value: "no", Text: "Räkna inte händelsen", Hint: "Skriv varför. Skälet syns på indikatorns sida."},
}

func sampleTimeline() Timeline {
	t := Timeline{Label: "Aktiviteter och kvartal", RowHead: "Aktivitet", SecondHead: "Prioritet", Goes: "Pågår enligt plan",
		Foot: []string{"Aktiviteter i gång", "2", "2", "2", "2", "4", "4", "2", "2", "2", "2", "2", "2", "1", "1", "2", "2"}}
	for _, year := range []string{"2018", "2019", "2020", "2021"} {
		span := TimelineSpan{Name: year}
		for _, quarter := range []string{"Kv 1", "Kv 2", "Kv 3", "Kv 4"} {
			span.Columns = append(span.Columns, TimelineColumn{Name: quarter, Current: year == "2019" && quarter == "Kv 2"})
		}
		t.Spans = append(t.Spans, span)
	}
	mark := func(shape, word, number string) TimelineMark {
		return TimelineMark{Shape: shape, Word: word + ", indikator", Text: number, Href: "#timeline"}
	}
	only := func(m ...TimelineMark) TimelineCell { return TimelineCell{Marks: m} }
	t.Groups = []TimelineGroup{
		{Title: "Mål 1. Ökad förståelse för civilsamhällets betydelse", Note: "2 av 2 avslutade avstämningar är uppfyllda", Rows: []TimelineRow{
			{Number: "1", Name: "Utveckla statistik om civilsamhället", Href: "#timeline", Second: "Hög", Fill: FillHigh, To: 7,
				Cells: []TimelineCell{2: {Planned: "Timmar planerade"}, 3: only(mark("met", "Uppfylld", "1–2")), 7: only(mark("in_progress", "Pågår", "1"))}},
			{Number: "2", Name: "Ta fram informationsmaterial", Second: "Mellanhög", Fill: FillMedium, From: 12, To: 15,
				Cells: []TimelineCell{15: only(mark("not_started", "Inte påbörjad", "3"))}},
			{Number: "4", Name: "Utreda en återkommande konferens", Second: "Mellanhög", Fill: FillMedium, From: 4, To: 5,
				Cells: []TimelineCell{5: {Sign: "Ryms ej"}, 7: only(mark("in_progress", "Pågår", "6"))}},
		}},
		{Title: "Mål 2. Tydligare och starkare stöd", Note: "7 av 8 avslutade avstämningar är uppfyllda, 1 i risk", Rows: []TimelineRow{
			{Number: "5", Name: "Utreda Överenskommelsen", Second: "Hög", Fill: FillHigh, To: 5,
				Cells: []TimelineCell{5: only(mark("at_risk", "Risk", "8"), mark("met", "Uppfylld", "9"), mark("in_progress", "Pågår", "7"))}},
			{Number: "11", Name: "Verka för certifiering", Second: "Låg", Fill: FillLow, To: 15, Cells: []TimelineCell{
				3:  only(mark("met_late", "Uppfylld för sent", "19"), mark("not_applicable", "Inte aktuell", "20")),
				7:  only(mark("not_met", "Inte uppfylld", "19"), mark("not_assessed", "Inte bedömd än", "20")),
				11: only(mark("not_started", "Inte påbörjad", "19–20"))}},
		}},
	}
	return t
}

var sampleLegend = []LegendRow{
	{"Prioritet", []LegendSign{{Fill: FillHigh, Means: "Hög"}, {Fill: FillMedium, Means: "Mellanhög"}, {Fill: FillLow, Means: "Låg"}, {Text: "Ryms ej", Means: "Timmarna räcker inte"}, {Fill: FillPlanned, Means: "Timmar planerade"}}},
	{"Läge", []LegendSign{{Shape: "met", Means: "Uppfylld"}, {Shape: "met_late", Means: "Uppfylld för sent"}, {Shape: "in_progress", Means: "Pågår"}, {Shape: "at_risk", Means: "Risk"},
		{Shape: "not_met", Means: "Inte uppfylld"}, {Shape: "not_started", Means: "Inte påbörjad"}, {Shape: "not_applicable", Means: "Inte aktuell"}, {Shape: "not_assessed", Means: "Inte bedömd än"}}},
}

// sampleLoad is the hours of three positions against what there is.
func sampleLoad() *Load {
	l := &Load{Label: "Timmar mot tillgänglig tid", Corner: "Planerat / tillgängligt", Limit: "Tillgänglig tid", Missing: "Ryms inte",
		Keys: []LoadKey{{"high", "Hög prioritet"}, {"medium", "Mellanhög"}, {"low", "Låg"}, {"done", "Nedlagd tid"}}}
	row := LoadRow{Name: "Medarbetare 1, 100 %"}
	total := LoadRow{Name: "Alla tre", Total: true}
	for i, c := range []struct{ high, medium, low, has, missing int }{
		{0, 0, 0, 845, 0}, {726, 64, 0, 790, 96}, {550, 70, 0, 620, 0}, {742, 84, 0, 830, 0}, {806, 0, 0, 850, 0}, {742, 0, 0, 780, 0},
		{590, 0, 0, 625, 0}, {780, 0, 0, 835, 0}, {640, 150, 0, 840, 0}, {610, 32, 40, 790, 0}, {396, 0, 0, 405, 0}, {526, 0, 0, 537, 20},
	} {
		column := LoadColumn{Name: "Kv " + strconv.Itoa(i%4+1), Has: c.has, Parts: []LoadPart{{"high", c.high}, {"medium", c.medium}, {"low", c.low}}, Missing: c.missing}
		if i%4 == 0 {
			column.Name = strconv.Itoa(2019+i/4) + " " + column.Name
		}
		if i == 0 {
			column.Parts = []LoadPart{{"done", 812}}
		}
		if c.missing > 0 {
			column.Short = strconv.Itoa(c.missing) + " saknas"
		}
		used := column.sum()
		l.Columns = append(l.Columns, column)
		total.Cells = append(total.Cells, LoadCell{Used: strconv.Itoa(used), Has: strconv.Itoa(c.has), Share: used * 1000 / c.has, Past: i == 0, Href: "#load", Opens: "Visa vad det är"})
		cell := LoadCell{Used: strconv.Itoa(used / 3), Has: strconv.Itoa(c.has / 3), Share: used * 1000 / c.has, Past: i == 0, Href: "#load", Opens: "Visa vad det är"}
		if i > 9 {
			cell = LoadCell{Text: "Ledig"}
		}
		row.Cells = append(row.Cells, cell)
	}
	l.Rows = []LoadRow{row, total}
	return l
}
