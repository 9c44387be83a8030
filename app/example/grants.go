package example

import (
	"context"
	"strconv"
	"time"

	"samverk/features/grants"
	"samverk/features/grants/allocation"
	"samverk/features/grants/assessment"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/questions"
	"samverk/platform/store"
)

// putGrants adds two programmes with guidelines and a call of each around today, unless somebody has added a programme already.
// One call is open and the other opens in a few weeks.
func putGrants(ctx context.Context, tx *store.Tx, now time.Time) error {
	there, err := grants.Programmes(ctx, tx)
	if err != nil || len(there) > 0 {
		return err
	}
	for _, p := range []*programme{innovations(), associations()} {
		if err := p.put(ctx, tx, now); err != nil {
			return err
		}
	}
	return nil
}

// programme is a made-up programme with its call.
type programme struct {
	content        grants.ProgrammeContent
	terms          grants.Terms
	guidelines     string
	opens, closes  int // days from today
	frame          int64
	directionAfter bool // the board decides directions from the next call on
}

func (p *programme) put(ctx context.Context, tx *store.Tx, now time.Time) error {
	id, call, today := store.NewID(), store.NewID(), calendar.Today(now)
	if err := grants.AddProgramme(ctx, tx, id, p.content, p.terms); err != nil {
		return err
	}
	if err := grants.AddGuideline(ctx, tx, grants.Guideline{ID: store.NewID(), ProgrammeID: id, Body: p.guidelines, WantedFrom: calendar.MustDate("2018-01-01"), DecidedOn: calendar.MustDate("2017-11-15"),
		DecidedBy: "Regionala utvecklingsnämnden § 84"}); err != nil {
		return err
	}
	opens, closes := today.AddDays(p.opens), today.AddDays(p.closes)
	year := closes.Year() + 1
	if err := grants.AddCall(ctx, tx, call, id, grants.CallContent{Title: p.content.Name + " " + strconv.Itoa(year), Year: year, Opens: opens.Begins().Add(8 * time.Hour), Closes: closes.AddDays(1).Begins(),
		DecisionOn: closes.AddDays(45), ReportDueOn: closes.AddDays(450), Contact: "Bidragsgruppen, bidrag@exempel.se", Frames: []grants.Frame{{Account: p.content.Account, Year: year, Amount: p.frame}}}); err != nil {
		return err
	}
	if err := grants.Schedule(ctx, tx, call, now); err != nil {
		return err
	}
	if !p.directionAfter {
		return nil
	}
	after := p.content
	after.NeedsDirection = true
	return grants.ChangeProgramme(ctx, tx, id, after, 1)
}

func said(swedish, english string) questions.Text {
	return questions.Text{i18n.Swedish: swedish, i18n.English: english}
}

func ask(key string, kind questions.Kind, swedish, english string) questions.Question {
	return questions.Question{Key: key, Kind: kind, Label: said(swedish, english)}
}

func innovations() *programme {
	level := ask("level", questions.Choice, "Vad söker ni för?", "What do you apply for?")
	level.Options = []questions.Option{{Value: "prestudy", Label: said("Förstudie", "Pre-study")}, {Value: "development", Label: said("Utveckling", "Development")}}
	earlier := ask("earlier", questions.Long, "Vad kom förstudien fram till?", "What did the pre-study find?")
	earlier.When = &questions.Condition{Question: "level", Is: []string{"development"}}
	hours := ask("own_hours", questions.Number, "Hur många egna timmar lägger ni in?", "How many hours of your own do you put in?")
	money := ask("own_money", questions.Money, "Hur mycket egna pengar lägger ni in?", "How much money of your own do you put in?")
	hours.Optional, money.Optional = true, true
	budget := ask("budget", questions.Table, "Budget", "Budget")
	budget.Columns = []questions.Column{{Key: "what", Kind: questions.Line, Label: said("Vad", "What")}, {Key: "cost", Kind: questions.Money, Label: said("Kostnad", "Cost")}}
	steps := []string{"Saknas", "Svagt", "Godtagbart", "Gott", "Mycket gott"}
	return &programme{
		content: grants.ProgrammeContent{Name: "Sociala innovationer", Kind: grants.Innovation, Purpose: "Nya sätt att möta behov som ingen möter i dag, prövade av civilsamhället och sociala företag.",
			LegalBasis: "Regional utvecklingsstrategi", Account: "4711", DecisionMaker: "board", DecidedBy: "Regionala utvecklingsnämnden", Years: 1, DeMinimis: true, IsAssessed: true},
		terms: grants.Terms{
			Form: questions.Form{Sections: []questions.Section{
				{Key: "idea", Title: said("Idén", "The idea"), Questions: []questions.Question{level, ask("title", questions.Line, "Vad heter projektet?", "What is the project called?"),
					ask("need", questions.Long, "Vilket behov möter ni, och hos vem?", "Which need do you meet, and whose?"), ask("method", questions.Long, "Hur gör ni?", "How do you do it?"), earlier}},
				{Key: "money", Title: said("Pengar", "Money"), Questions: []questions.Question{ask("amount", questions.Money, "Hur mycket söker ni?", "How much do you apply for?"), budget, money, hours}}}},
			ReportForm: questions.Form{Sections: []questions.Section{{Key: "result", Title: said("Resultat", "Results"), Questions: []questions.Question{ask("did", questions.Long, "Vad gjorde ni?", "What did you do?"),
				ask("spent", questions.Money, "Hur mycket av bidraget användes?", "How much of the grant was used?")}}}},
			Criteria: []assessment.Criterion{{Key: "Behov", Weight: 3, Steps: steps}, {Key: "Nytänkande", Weight: 3, Steps: steps}, {Key: "Genomförande", Weight: 2, Steps: steps}, {Key: "Spridning", Weight: 1, Steps: []string{"Nej", "Delvis", "Ja"}}},
			Rules: grants.Rules{NeedsMandate: true, Levels: []grants.Level{{Key: "prestudy", Most: 50_000_00}, {Key: "development", Most: 200_000_00}}, AmountAnswer: "amount", LevelAnswer: "level", OwnPart: 1000,
				OwnMoney: "own_money", OwnHours: "own_hours", HourlyRate: 330_00}},
		guidelines: "Bidraget ges till den som prövar något nytt.\nEn förstudie får högst 50 000 kronor och ett utvecklingsprojekt högst 200 000 kronor.\nSökanden lägger in lika mycket i pengar eller tid. En timme räknas som 330 kronor.",
		opens:      -20, closes: 25, frame: 500_000_00, directionAfter: true}
}

func associations() *programme {
	count := func(key, swedish, english string) questions.Question {
		return ask(key, questions.Number, swedish, english)
	}
	return &programme{
		content: grants.ProgrammeContent{Name: "Föreningsbidrag", Kind: grants.Association, Purpose: "Ett levande föreningsliv i hela länet, med barn och unga i främsta rummet.", LegalBasis: "Regionfullmäktiges budget",
			Account: "4720", DecisionMaker: "board", DecidedBy: "Regionala utvecklingsnämnden", Years: 1},
		terms: grants.Terms{
			Form: questions.Form{Sections: []questions.Section{{Key: "members", Title: said("Medlemmar", "Members"), Questions: []questions.Question{count("members", "Hur många medlemmar har ni?", "How many members do you have?"),
				count("members_6_25", "Hur många av dem är 6–25 år?", "How many of them are aged 6 to 25?"), count("associations", "Hur många lokalföreningar har ni?", "How many local associations do you have?")}}}},
			ReportForm: questions.Form{Sections: []questions.Section{{Key: "year", Title: said("Året", "The year"), Questions: []questions.Question{ask("did", questions.Long, "Vad gjorde ni under året?", "What did you do during the year?")}}}},
			Rules: grants.Rules{LegalForms: []string{"61"}, NeedsEntitled: true, NeedsMandate: true, Municipalities: 4, Activity: 3,
				Late: allocation.Ladder{{Days: 7, Deduct: 100}, {Days: 14, Deduct: 200}, {Days: 21, Deduct: 300}, {Days: 28, Deduct: 400}}},
			Pots: []allocation.Pot{{Name: "Barn och unga", Amount: 12_000_000_00, Way: allocation.Priced, Times: 3000, Needs: "members 6-25",
				Terms: []allocation.Term{{Each: 432_250_00}, {Count: "members 6-25", Each: 29_33}, {Count: "associations", Each: 1_857_00}}}}},
		guidelines: "Bidraget ges till föreningar med medlemmar i minst fyra kommuner eller verksamhet i minst tre.\nIdrottsföreningar söker stöd hos idrottsrörelsen.\nEn ansökan som kommer in för sent får lägre bidrag, och efter fyra veckor inget.",
		opens:      18, closes: 60, frame: 42_000_000_00}
}
