package assessments

import (
	"maps"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"samverk/features/applications"
	"samverk/features/grants/assessment"
	"samverk/platform/form"
)

var scales = []assessment.Criterion{{Key: "need", Weight: 3, Steps: []string{"saknas", "svag", "god"}}, {Key: "method", Weight: 1, Steps: []string{"nej", "ja"}}}

// Whatever is done in whatever order: somebody who has declared a conflict of interest never reads, scores or counts again,
// nobody does who has not said that there is none, only ways of the table are gone, and what has been handed in is changed
// only when it was sent back.
func TestWhateverIsDoneTheRulesHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, free, recused := Assessment{State: assessment.Assigned}, false, false
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			before := a
			draft := Draft{Scores: assessment.Scores{}}
			for _, c := range scales {
				if step := rapid.IntRange(-1, len(c.Steps)-1).Draw(t, "step"); step >= 0 {
					draft.Scores[c.Key] = step
				}
			}
			why := rapid.SampledFrom([]string{"", "skäl"}).Draw(t, "why")
			var err error
			switch act := rapid.SampledFrom([]string{"free", "recuse", "save", "submit", "back", "lock", "end", "again"}).Draw(t, "act"); act {
			case "free":
				err = a.declareFree()
			case "recuse":
				err = a.become(assessment.Recused, why)
				recused = recused || err == nil
			case "save":
				err = a.save(scales, draft)
			case "submit":
				if err = a.submit(scales, draft, time.Now()); err == nil && len(assessment.Missing(scales, a.Draft.Scores)) > 0 {
					t.Fatal("something without all scores was handed in")
				}
			case "back":
				if err = a.sendBack(why); err == nil && (why == "" || before.State != assessment.Submitted) {
					t.Fatalf("one that is %s was sent back because %q", before.State, why)
				}
			case "lock":
				err = a.become(assessment.Locked, "")
			case "end":
				if err = a.end(why, time.Now()); err == nil && (why == "" || before.Counts()) {
					t.Fatal("what was handed in was taken away, or without a reason")
				}
			case "again":
				a.EndedAt, a.EndedWhy = before.EndedAt, ""
			}
			if err != nil {
				a = before // as the transaction does
				continue
			}
			free = free || a.State == assessment.DeclaredFree
			goneBy(t, &before, &a)
			if (a.ReadsAll() || a.MayScore() || a.Counts()) && (!free || recused || a.HasEnded()) {
				t.Fatalf("%s with free %v, recused %v, ended %v", a.State, free, recused, a.HasEnded())
			}
			if before.Counts() && !a.isSame(&before.Draft) {
				t.Fatal("what was handed in was changed")
			}
			if before.HasEnded() && a.HasEnded() && !a.isUnchanged(&before) {
				t.Fatal("what was taken away goes on")
			}
		}
	})
}

// goneBy fails when an assessment has gone where no way leads: handing in goes over the draft.
func goneBy(t *rapid.T, before, after *Assessment) {
	ways := assessment.Ways
	direct := before.State == after.State || ways.May(before.State, after.State, "skäl")
	over := ways.May(before.State, assessment.InProgress, "") && ways.May(assessment.InProgress, after.State, "")
	if !direct && !over {
		t.Fatalf("%s became %s", before.State, after.State)
	}
}

// A proposal gives nobody what they cannot assess or have already, gives every application as many as asked for whenever
// there are enough, and without hindrances the assessors get as many each, but for one.
func TestAProposalIsFair(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := func(prefix string, most int) (list []string) {
			for n := range rapid.IntRange(1, most).Draw(t, prefix) {
				list = append(list, prefix+strconv.Itoa(n))
			}
			return list
		}
		d := distribution{applications: keys("app", 12), assessors: keys("who", 7), has: map[Pair]bool{}, hindered: map[Pair]obstacle{}, load: map[string]int{}}
		d.each = rapid.IntRange(0, 4).Draw(t, "each")
		hinders := rapid.Bool().Draw(t, "hinders")
		for _, application := range d.applications {
			for _, who := range d.assessors {
				switch n := rapid.IntRange(0, 5).Draw(t, "before"); {
				case hinders && n == 0:
					d.hindered[Pair{application, who}] = isTied
				case hinders && n == 1:
					d.has[Pair{application, who}] = true
					d.load[who]++
				}
			}
		}
		pairs, short := d.propose()
		gets, load := map[string]int{}, maps.Clone(d.load)
		seen := map[Pair]bool{}
		for _, pair := range pairs {
			if d.hindered[pair] != "" || d.has[pair] || seen[pair] {
				t.Fatalf("%v is hindered (%s), there already (%v) or twice", pair, d.hindered[pair], d.has[pair])
			}
			seen[pair] = true
			gets[pair.ApplicationID]++
			load[pair.AssessorID]++
		}
		for _, application := range d.applications {
			possible, already := len(d.possible(application)), d.already(application)
			want := possible
			if d.each > 0 {
				want = min(possible, max(0, d.each-already))
			}
			if gets[application] != want || slices.Contains(short, application) != (d.each > 0 && already+possible < d.each) {
				t.Fatalf("%s gets %d, want %d; short: %v", application, gets[application], want, short)
			}
		}
		if !hinders {
			least, most := len(pairs), 0
			for _, who := range d.assessors {
				least, most = min(least, load[who]), max(most, load[who])
			}
			if most-least > 1 {
				t.Fatalf("somebody gets %d and another %d", most, least)
			}
		}
	})
}

// Totals are computed of those that count, and of nothing else.
func TestOnlyWhatCountsIsInTheTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []Assessment
		sum, n := 0, 0
		for range rapid.IntRange(0, 6).Draw(t, "assessors") {
			a := Assessment{State: rapid.SampledFrom(assessment.States).Draw(t, "state"), Draft: Draft{Scores: assessment.Scores{"need": rapid.IntRange(0, 2).Draw(t, "need"), "method": 0}}}
			if rapid.IntRange(0, 4).Draw(t, "ended") == 0 {
				_ = a.end("skäl", time.Now()) // what was handed in cannot be taken away
			}
			if !a.HasEnded() && (a.State == assessment.Submitted || a.State == assessment.Locked) {
				sum, n = sum+assessment.Total(scales, a.Scores), n+1
			}
			all = append(all, a)
		}
		r, has := standing(scales, &applications.Application{}, all)
		if has != (n > 0) || r.Summary.Assessors != n || has && (r.Summary.Total-1 > sum/n || r.Summary.Total+1 < sum/n) {
			t.Fatalf("%d assessors and total %d; want %d and about %d", r.Summary.Assessors, r.Summary.Total, n, sum/max(n, 1))
		}
		list := []applications.Application{{ID: "a", Title: "B"}, {ID: "b", Title: "A"}}
		ranked := rank(scales, list, func(string) []Assessment { return all })
		if has && (len(ranked) != 2 || ranked[0].Application.ID != "b" || ranked[1].Place != 1) || !has && len(ranked) > 0 {
			t.Fatalf("ranked %+v", ranked)
		}
	})
}

func TestWhatADraftMayHold(t *testing.T) {
	for name, d := range map[string]Draft{"a step above the scale": {Scores: assessment.Scores{"need": 3}}, "one below it": {Scores: assessment.Scores{"need": -1}},
		"a criterion that is not there": {Scores: assessment.Scores{"other": 0}}, "a comment on one": {Comments: map[string]string{"other": "x"}},
		"a personal number": {Overall: "Enligt 19121212-1212 stämmer det"}, "a text that is too long": {Comments: map[string]string{"need": string(make([]byte, longestComment+1))}}} {
		if d.check(scales) == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if err := (&Draft{Scores: assessment.Scores{"need": 2}, Comments: map[string]string{"need": "Väl visat"}, Overall: "Bra"}).check(scales); err != nil {
		t.Error(err)
	}
}

// Whatever is sent as the form of scores, what is read of it can be kept, and is read the same when it has been shown again.
func FuzzDraft(f *testing.F) {
	f.Add("2", "1", "Bra\r\nmycket", "")
	f.Add("-1", "99999999999999999999", "", "19121212-1212")
	f.Fuzz(func(t *testing.T, need, method, comment, overall string) {
		typed := form.Of(scoreField(0), need, scoreField(1), method, commentField(0), comment, "overall", overall)
		d := draftIn(typed, scales)
		if !typed.IsRight() {
			return
		}
		if err := d.check(scales); err != nil {
			t.Fatalf("a draft was read that cannot be kept: %v", err)
		}
		if again := draftIn(typedOf(scales, &d, 1), scales); !again.isSame(&d) {
			t.Fatalf("%+v became %+v", d, again)
		}
	})
}
