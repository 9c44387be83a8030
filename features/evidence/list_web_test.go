package evidence_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/store"
)

func TestTheListIsEmptyAtFirst(t *testing.T) {
	eachSite(t, func(p *pages) {
		p.get("/records").wants(http.StatusOK, "Inga händelser än", "Registrera händelse")
		p.get("/records?words=x").wants(http.StatusOK, "Inga händelser stämmer")
	})
}

func TestTheListIsChosenFrom(t *testing.T) {
	eachSite(t, func(p *pages) {
		meeting := record(plan.Meeting, "2019-03-14")
		meeting.Title, meeting.Organisations, meeting.HeadCount = "Årsmöte i Öxnevalla", []string{"Föreningen"}, new(12)
		add(p.t, p.db, meeting)
		report := record(plan.Report, "2020-05-01")
		report.Title = longWord
		add(p.t, p.db, report)
		void := record(plan.Trip, "2018-01-02")
		void.Title = "Resan"
		gone := add(p.t, p.db, void)
		write(p.t, p.db, func(tx *store.Tx) error { return evidence.Void(ctx, tx, gone.ID, "Fel plats") })
		all := p.get("/records").wants(http.StatusOK, "1 organisation, 12 personer", "Ogiltig", "Fel plats", "1.8")
		if strings.Index(all.text(), longWord) > strings.Index(all.text(), "Öxnevalla") {
			p.t.Error("the newest is not first")
		}
		for query, want := range map[string]string{"words=oxnevalla+ARSMOTE": "Årsmöte i Öxnevalla", "words=f%C3%B6rening": "Årsmöte i Öxnevalla", "kind=report": longWord,
			"indicator=" + p.indicators[8].ID: longWord, "from=2019-01-01&to=2019-12-31": "Årsmöte i Öxnevalla", "kind=trip": "Resan"} {
			page := p.get("/records?"+query).wants(http.StatusOK, want)
			for _, other := range []string{"Årsmöte i Öxnevalla", longWord, "Resan"} {
				if other != want && strings.Contains(page.text(), other) && !(query == "words=f%C3%B6rening" && other == longWord) {
					p.t.Errorf("%s also gives %s", query, other)
				}
			}
		}
		p.get("/records?from=i+fjol").wants(http.StatusBadRequest, "i fjol")
	})
}

// Every record is on exactly one page, whether words are searched for or not.
func TestPagesFollowEachOther(t *testing.T) {
	eachSite(t, func(p *pages) {
		const many = evidence.PageLength*2 + 3
		for i := range many {
			r := record(plan.Other, fmt.Sprintf("2019-%02d-01", i%12+1))
			r.Title = fmt.Sprintf("Händelse nummer-%d.", i)
			add(p.t, p.db, r)
		}
		for _, query := range []string{"", "?words=handelse"} {
			seen, pages := map[string]int{}, 0
			for address := "/records" + query; address != ""; pages++ {
				page := p.get(address).wants(http.StatusOK)
				for _, word := range strings.Fields(page.text()) {
					if strings.HasPrefix(word, "nummer-") {
						seen[word]++
					}
				}
				address = linkCalled(page.page, "Äldre")
			}
			if len(seen) != many || pages != 3 {
				p.t.Errorf("%q: %d of %d records on %d pages", query, len(seen), many, pages)
			}
			for title, n := range seen {
				if n != 1 {
					p.t.Errorf("%s is shown %d times", title, n)
				}
			}
		}
	})
}

func linkCalled(page *html.Node, text string) string {
	for node := range page.Descendants() {
		if node.Type != html.ElementNode || node.Data != "a" {
			continue
		}
		for inside := range node.Descendants() {
			if inside.Type == html.TextNode && strings.TrimSpace(inside.Data) == text {
				return attribute(node, "href")
			}
		}
	}
	return ""
}

func TestAFileIsReadInAfterBeingLookedAt(t *testing.T) {
	eachSite(t, func(p *pages) {
		const header = "date,kind,title,indicators\n"
		p.get("/records/import").wants(http.StatusOK, "Granska filen", "date, kind, title")
		p.post("/records/import").wants(http.StatusUnprocessableEntity, "Välj en fil som inte är tom.")
		bad := p.upload("/records/import", "file", "fel.csv", header+"2019-13-01,meeting,A,\n2019-01-01,picknick,B,99\n").wants(http.StatusSeeOther)
		p.get(bad.to).wants(http.StatusUnprocessableEntity, "2 date", "3 kind", "3 indicators", "Rätta de 3 felen")
		good := p.upload("/records/import", "file", "ratt.csv", header+"2019-02-01,meeting,A,\n2019-03-01,trip,B,\n").wants(http.StatusSeeOther)
		p.get(good.to).wants(http.StatusOK, "2 händelser kommer att läsas in i Provplan", "2019-02-01–2019-03-01", "inte till någon indikator 1")
		p.post(bad.to).wants(http.StatusUnprocessableEntity, "Rätta de 3 felen")
		if n := len(p.recordsNow()); n != 0 {
			p.t.Fatalf("%d records before anything was confirmed", n)
		}
		p.post(good.to).wants(http.StatusOK, "2 händelser lästes in")
		p.post(good.to).wants(http.StatusUnprocessableEntity, "Samma fil lästes in")
		if n := len(p.recordsNow()); n != 2 {
			p.t.Errorf("%d records after the import", n)
		}
		file := p.get("/records.csv?plan=" + url.QueryEscape(p.plan.Key)).wants(http.StatusOK)
		if !strings.HasPrefix(file.body, "date,kind,title,") || strings.Count(file.body, "\n") != 3 {
			p.t.Errorf("%s", file.body)
		}
		p.get("/records/import/foreseen?file=x&plan=" + p.plan.Key).wants(http.StatusNotFound)
	})
}
