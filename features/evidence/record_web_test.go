package evidence_test

import (
	"net/http"
	"strings"
	"testing"

	"samverk/features/plan"
)

func TestTheFormAsksForWhatTheIndicatorWants(t *testing.T) {
	eachSite(t, func(p *pages) {
		p.get("/records/new").wants(http.StatusOK, "Registrera händelse")
		page := p.get("/records/new?plan="+p.plan.Key+"&indicator=7").wants(http.StatusOK, "Norra nätverket")
		if page.value("kind") != "meeting" || page.value("network") != "Norra nätverket" || page.value("counting") != "rules" {
			t := p.t
			t.Errorf("kind %q, network %q, counting %q", page.value("kind"), page.value("network"), page.value("counting"))
		}
		byHand := p.get("/records/new?plan=" + p.plan.Key + "&indicator=5").wants(http.StatusOK)
		if byHand.value("counting") != "chosen" || byHand.value("indicators") != p.indicators[5].ID {
			p.t.Errorf("a judged indicator is not chosen by hand: %q %q", byHand.value("counting"), byHand.value("indicators"))
		}
		p.get("/records/new?plan=" + p.plan.Key + "&indicator=99").wants(http.StatusNotFound)
	})
}

func TestARecordIsPreviewedSavedOnceAndShown(t *testing.T) {
	eachSite(t, func(p *pages) {
		key := p.get("/records/new").value("key")
		fields := []string{"key", key, "plan", p.plan.Key, "kind", "meeting", "date", "2019-03-14", "title", longWord, "counting", "rules",
			"organisations", "Föreningen Ett\r\nFöreningen Två", "head_count", "58", "hours", "1,5", "tags", "ungdom, möte"}
		preview := p.upload("/records/new", "files", "Anteckning å.txt", "hej", append(fields, "step", "check")...)
		preview.wants(http.StatusOK, "Kontrollera innan du sparar", "1.1. Något har gjorts", "1.6. Något har gjorts", "Indikatorns regel", "Anteckning å.txt")
		preview.lacks("1.2.", "1.7.")
		if n := len(p.recordsNow()); n != 0 {
			p.t.Fatalf("the preview kept %d records", n)
		}
		kept := preview.value("kept")
		changed := p.post("/records/new", append(fields, "step", "change", "kept", kept)...).wants(http.StatusOK, "Anteckning å.txt")
		if changed.value("title") != longWord || changed.value("hours") != "1,5" {
			p.t.Error("what was typed is lost on the way back from the preview")
		}
		first := p.post("/records/new", append(fields, "step", "save", "kept", kept)...).wants(http.StatusSeeOther)
		second := p.post("/records/new", append(fields, "step", "save", "kept", kept)...).wants(http.StatusSeeOther)
		if first.to != second.to {
			p.t.Errorf("the same form sent twice leads to %s and %s", first.to, second.to)
		}
		records := p.recordsNow()
		if len(records) != 1 || *records[0].MinutesSpent != 90 || *records[0].OrganisationCount != 2 || len(records[0].Tags) != 2 {
			p.t.Fatalf("%+v", records)
		}
		shown := p.get(first.to).wants(http.StatusOK, "Händelsen är sparad.", longWord, "14 mars 2019", "Föreningen Ett, Föreningen Två",
			"1,5 timmar", "1.1. Något har gjorts", "dagar efter att det hände")
		shown.lacks("Norra nätverket")
		file := p.get("/records/" + records[0].ID + "/files/1").wants(http.StatusOK)
		if file.body != "hej" || !strings.HasPrefix(file.head.Get("Content-Disposition"), "attachment") ||
			file.head.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(file.head.Get("Content-Disposition"), "%C3%A5.txt") {
			p.t.Errorf("%v %q", file.head, file.body)
		}
		p.get("/records/" + records[0].ID + "/files/2").wants(http.StatusNotFound)
	})
}

func TestNothingTypedIsLostWhenSomethingIsWrong(t *testing.T) {
	eachSite(t, func(p *pages) {
		key := p.get("/records/new").value("key")
		wrong := p.upload("/records/new", "files", "a.txt", "hej", "key", key, "plan", p.plan.Key, "date", "14 mars", "text", longWord,
			"head_count", "många", "counting", "chosen", "numerator", "3")
		wrong.wants(http.StatusUnprocessableEntity, "Välj vilket slags händelse det är.", "Rubrik saknas.", "Välj minst en indikator",
			"nämnare saknas", "a.txt", "Rätta 6 fel")
		if wrong.value("date") != "14 mars" || wrong.value("text") != longWord || wrong.value("head_count") != "många" || wrong.value("kept") == "" {
			p.t.Error("what was typed is lost")
		}
		for _, field := range []string{"kind", "date", "title", "head_count", "indicators", "denominator"} {
			if !strings.Contains(wrong.body, `href="#field-`+field+`"`) || !strings.Contains(wrong.body, `id="field-`+field+`"`) {
				p.t.Errorf("the summary does not lead to %s", field)
			}
		}
		p.upload("/records/new", "files", "tom.txt", "", "key", key, "kind", "meeting", "date", "2019-03-14", "title", "Träff").
			wants(http.StatusUnprocessableEntity, "Filen tom.txt är tom.")
		p.post("/records/new", "kind", "meeting").wants(http.StatusBadRequest, "saknar sin nyckel")
		if n := len(p.recordsNow()); n != 0 {
			p.t.Errorf("%d records were kept", n)
		}
	})
}

func TestARecordChosenByHandCountsOnlyThere(t *testing.T) {
	eachSite(t, func(p *pages) {
		key := p.get("/records/new").value("key")
		saved := p.post("/records/new", "key", key, "plan", p.plan.Key, "kind", "meeting", "date", "2019-03-14", "title", "Träff",
			"counting", "chosen", "indicators", p.indicators[5].ID).wants(http.StatusSeeOther)
		p.get(saved.to).wants(http.StatusOK, "1.5. Något har gjorts", "Valt för hand").lacks("1.1. Något")
	})
}

func TestDecisionsAboutARecord(t *testing.T) {
	eachSite(t, func(p *pages) {
		r := add(p.t, p.db, record(plan.Meeting, "2019-03-14"))
		at, indicator := "/records/"+r.ID, p.indicators[1].ID
		count := func() int { return countOf(p.t, p.db, indicator) }
		p.get(at+"/exclude?indicator="+indicator).wants(http.StatusOK, "Undanta från indikator 1.1", "Träff")
		p.post(at+"/exclude", "indicator", indicator, "reason", " ").wants(http.StatusUnprocessableEntity, "Skriv en motivering")
		for range 2 { // sent twice
			p.post(at+"/exclude", "indicator", indicator, "reason", "Ingen dagordning").wants(http.StatusSeeOther)
		}
		if count() != 0 {
			p.t.Error("an excluded record counts")
		}
		p.get(at).wants(http.StatusOK, "Undantagen: Ingen dagordning", "Räknas inte", "Räkna igen")
		p.postAs(p.other, at+"/exclude", "indicator", indicator, "reason", "Annat skäl").wants(http.StatusUnprocessableEntity, "redan undantagen")
		p.post(at+"/include", "indicator", indicator).wants(http.StatusSeeOther)
		if count() != 1 {
			p.t.Error("a record that is included again does not count")
		}
		p.get(at+"/count").wants(http.StatusOK, "1.8. Något har gjorts")
		p.post(at+"/count").wants(http.StatusUnprocessableEntity, "Välj en indikator.")
		p.post(at+"/count", "indicator", p.indicators[8].ID, "period", "2018-06-01").wants(http.StatusUnprocessableEntity, "Skriv en motivering")
		p.post(at+"/count", "indicator", p.indicators[8].ID, "period", "2030-06-01", "reason", "Hör dit").
			wants(http.StatusUnprocessableEntity, "ligger inte i någon av perioderna")
		p.post(at+"/count", "indicator", p.indicators[8].ID, "period", "2018-06-01", "reason", "Hör till 2018").wants(http.StatusSeeOther)
		p.get(at).wants(http.StatusOK, "2018 Placerad för hand", "Hör till 2018", "Strateg")
		p.post(at+"/void", "reason", "").wants(http.StatusUnprocessableEntity, "Skriv en motivering")
		for range 2 {
			p.post(at+"/void", "reason", "Registrerad två gånger").wants(http.StatusSeeOther)
		}
		if count() != 0 {
			p.t.Error("a void record counts")
		}
		p.get(at).wants(http.StatusOK, "Händelsen är ogiltigförklarad", "Registrerad två gånger").lacks("Undanta indikator")
	})
}

func TestACorrectionChangesWhatCountsTheRecord(t *testing.T) {
	eachSite(t, func(p *pages) {
		r := add(p.t, p.db, record(plan.Meeting, "2019-03-14"))
		at := "/records/" + r.ID
		page := p.get(at+"/edit").wants(http.StatusOK, "Ändra händelse")
		if page.value("kind") != "meeting" || page.value("date") != "2019-03-14" || page.value("title") != "Träff" {
			p.t.Error("the form does not hold the record")
		}
		p.post(at+"/edit", "seen", page.value("seen"), "kind", "report", "date", "2019-03-15", "title", "Rapport").wants(http.StatusSeeOther)
		if countOf(p.t, p.db, p.indicators[1].ID) != 0 || countOf(p.t, p.db, p.indicators[8].ID) != 1 {
			p.t.Error("the links do not follow the record")
		}
		p.get("/trail/record/"+r.ID).wants(http.StatusOK, "Händelsen ändrades", "Slag möte rapport", "Datum 2019-03-14 2019-03-15",
			"Rubrik Träff Rapport", "1.8. Något har gjorts", "Strateg").lacks("meeting", "{", "indicatorId")
	})
}

func TestSomebodyElseSavedMeanwhile(t *testing.T) {
	eachSite(t, func(p *pages) {
		r := add(p.t, p.db, record(plan.Meeting, "2019-03-14"))
		at := "/records/" + r.ID + "/edit"
		seen := p.get(at).value("seen")
		p.postAs(p.other, at, "seen", seen, "kind", "meeting", "date", "2019-03-14", "title", "Deras").wants(http.StatusSeeOther)
		mine := p.post(at, "seen", seen, "kind", "meeting", "date", "2019-03-14", "title", "Mitt").
			wants(http.StatusConflict, "Handläggare sparade", "medan du skrev", "Deras")
		if mine.value("title") != "Mitt" || p.recordsNow()[0].Title != "Deras" {
			p.t.Error("one of the two is lost")
		}
		p.post(at, "seen", mine.value("seen"), "kind", "meeting", "date", "2019-03-14", "title", "Mitt").wants(http.StatusSeeOther)
		if p.recordsNow()[0].Title != "Mitt" {
			p.t.Error("saving once more does not save")
		}
	})
}

func TestFilesAreAddedToARecordOnce(t *testing.T) {
	eachSite(t, func(p *pages) {
		r := add(p.t, p.db, record(plan.Meeting, "2019-03-14"))
		at := "/records/" + r.ID
		p.post(at+"/files").wants(http.StatusUnprocessableEntity, "Välj en fil först.")
		p.upload(at+"/files", "files", "tom.txt", "").wants(http.StatusUnprocessableEntity, "Filen tom.txt är tom.")
		for range 2 {
			p.upload(at+"/files", "files", "a.txt", "hej").wants(http.StatusSeeOther)
		}
		if files := p.recordsNow()[0].Files; len(files) != 1 || files[0].Name != "a.txt" {
			p.t.Errorf("%+v", files)
		}
		p.get(at+"?saved=files").wants(http.StatusOK, "Filerna är sparade.", "a.txt (3 B)", "En fil lades till")
	})
}

func TestWhoMaySeeAndChange(t *testing.T) {
	eachSite(t, func(p *pages) {
		r := add(p.t, p.db, record(plan.Meeting, "2019-03-14"))
		at := "/records/" + r.ID
		for _, address := range []string{"/records", at, "/records.csv", "/trail/record/" + r.ID} {
			p.getAs("", address).wants(http.StatusSeeOther)
			p.getAs(p.reader, address).wants(http.StatusOK)
		}
		for _, address := range []string{"/records/new", "/records/import", at + "/edit", at + "/void", at + "/count"} {
			p.getAs("", address).wants(http.StatusSeeOther)
			p.getAs(p.reader, address).wants(http.StatusForbidden)
			p.postAs(p.reader, address, "reason", "x").wants(http.StatusForbidden)
		}
		p.getAs(p.reader, at).wants(http.StatusOK).lacks("Ogiltigförklara", "Undanta", "Ändra")
		p.getAs(p.reader, "/records").wants(http.StatusOK).lacks("Registrera händelse", "Läs in från fil")
		p.get("/records/finns-inte").wants(http.StatusNotFound)
		p.get("/trail/record/finns-inte").wants(http.StatusNotFound)
	})
}
