package applications_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"samverk/features/accounts"
	"samverk/features/applications"
	"samverk/features/mandates"
	"samverk/platform/file"
	"samverk/platform/questions"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

func sha256Of(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Rule 10: however often it is begun there is one application, also when two begin at once.
func TestAnApplicationIsBegunOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		call, o := openCall(t, db), addOrganisation(t, db, "Solrosen")
		berit := actsFor(t, db, o, "Berit Påhittad", "berit@exempel.se", mandates.Alone)
		var group sync.WaitGroup
		var lock sync.Mutex
		keys := map[string]bool{}
		for range 8 {
			group.Go(func() {
				err := db.Write(ctx, func(tx *store.Tx) error {
					a, err := applications.Begin(ctx, tx, applications.Beginning{CallID: call, OrganisationID: o, AccountID: berit, At: time.Now()})
					lock.Lock()
					defer lock.Unlock()
					keys[a.ID] = true
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if len(keys) != 1 {
			t.Errorf("%d applications were begun", len(keys))
		}
		first := slices.Collect(maps.Keys(keys))[0]
		write(t, db, func(tx *store.Tx) error {
			_, err := applications.Withdraw(ctx, tx, first, "")
			return err
		})
		if again := begin(t, db, call, o, berit); again.ID == first {
			t.Error("after one that was withdrawn none can be begun")
		}
	})
}

func TestNobodyBeginsBeforeTheCallOpensOrWhenNothingIsTakenAnyMore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := addOrganisation(t, db, "Solrosen")
		berit := actsFor(t, db, o, "Berit Påhittad", "berit@exempel.se", mandates.Alone)
		hours := func(n int) time.Time { return time.Now().Add(time.Duration(n) * time.Hour) }
		for name, test := range map[string]struct {
			opens, closes int
			may           bool
		}{"to come": {1, 5, false}, "open": {-1, 5, true}, "late": {-48, -24, true}, "too late": {-24 * 30, -24 * 20, false}} {
			_, call := addCall(t, db, hours(test.opens), hours(test.closes))
			err := db.Write(ctx, func(tx *store.Tx) error {
				_, err := applications.Begin(ctx, tx, applications.Beginning{CallID: call, OrganisationID: o, AccountID: berit, At: time.Now()})
				return err
			})
			if test.may && err != nil {
				t.Errorf("%s: %v", name, err)
			} else if !test.may {
				refusedWith(t, err, "applications.call_not_open")
			}
		}
	})
}

// What is known is filled in and marked, and has to be looked at before it can be sent.
func TestWhatIsKnownIsFilledInToBeChecked(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		programme, call := addCall(t, db, time.Now().Add(-time.Hour), time.Now().Add(time.Hour))
		a, berit := sent(t, db, call, "Solrosen", "berit@exempel.se")
		next := addCallOf(t, db, programme, time.Now().Add(-time.Hour), time.Now().Add(time.Hour))
		b := begin(t, db, next, a.OrganisationID, berit)
		want := map[string]applications.Source{"name": applications.FromRegister, "contact": applications.FromEarlier, "level": applications.FromEarlier, "amount": applications.FromEarlier, "hours": applications.FromEarlier}
		if !maps.Equal(b.Filled, want) || b.Answers.Text("contact") != "Berit Påhittad" || b.Answers.Text("title") != "" {
			t.Errorf("filled in %v: %v", b.Filled, b.Answers)
		}
		b, err := save(db, b.ID, berit, "what", 0, questions.Answers{"title": {Texts: []string{"Ny odling"}}})
		if err != nil || b.Title != "Ny odling" || b.Filled["level"] != "" || b.Filled["amount"] == "" {
			t.Errorf("after a step %+v, %v", b, err)
		}
		_, err = send(t, db, b.ID, berit, time.Now())
		refusedWith(t, err, "applications.not_complete")
		for _, section := range []string{"who", "money"} {
			if _, err := save(db, b.ID, berit, section, 0, nil); err != nil {
				t.Error(err)
			}
		}
		if out, err := send(t, db, b.ID, berit, time.Now()); err != nil || !out.Sent {
			t.Errorf("sent %v, %v", out.Sent, err)
		}
	})
}

// Rule 11: two who save the same step: the second is told. Different steps are nobody's hindrance.
func TestTwoWhoSaveTheSameStep(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		call, o := openCall(t, db), addOrganisation(t, db, "Solrosen")
		berit := actsFor(t, db, o, "Berit Påhittad", "berit@exempel.se", mandates.Jointly)
		cecilia := actsFor(t, db, o, "Cecilia Påhittad", "cecilia@exempel.se", mandates.Jointly)
		a := begin(t, db, call, o, berit)
		all := answers()
		if _, err := save(db, a.ID, berit, "who", 0, all["who"]); err != nil {
			t.Fatal(err)
		}
		if _, err := save(db, a.ID, cecilia, "money", 0, all["money"]); err != nil {
			t.Errorf("another step is refused: %v", err)
		}
		if _, err := save(db, a.ID, berit, "who", 0, all["who"]); err != nil {
			t.Errorf("the same form sent twice is refused: %v", err)
		}
		_, err := save(db, a.ID, cecilia, "who", 0, questions.Answers{"contact": {Texts: []string{"Cecilia"}}})
		if !errors.Is(err, applications.ErrSavedMeanwhile) {
			t.Errorf("the second is not told: %v", err)
		}
		if got := find(t, db, a.ID); got.Answers.Text("contact") != "Berit Påhittad" || got.Answers.Text("amount") != "40 000" {
			t.Errorf("kept %v", got.Answers)
		}
		if version := saved(db, a.ID, "who"); version != 1 {
			t.Errorf("the step has version %d", version)
		}
	})
}

// When two sign together the first signature sends nothing; a change makes it worthless; the second sends exactly what both saw.
func TestTwoSignatories(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		call, o := openCall(t, db), addOrganisation(t, db, "Solrosen")
		berit := actsFor(t, db, o, "Berit Påhittad", "berit@exempel.se", mandates.Jointly)
		cecilia := actsFor(t, db, o, "Cecilia Påhittad", "cecilia@exempel.se", mandates.Jointly)
		david := actsFor(t, db, o, "David Påhittad", "david@exempel.se", mandates.Never)
		a := begin(t, db, call, o, david)
		fillIn(t, db, a.ID, david)
		out, err := send(t, db, a.ID, david, time.Now())
		if err != nil || out.Sent || len(out.Waiting) != 2 || out.Application.State != applications.AwaitingSignatory {
			t.Fatalf("who never signs sends %+v, %v", out, err)
		}
		out, err = send(t, db, a.ID, berit, time.Now())
		if err != nil || out.Sent || !slices.Equal(out.Waiting, []string{cecilia}) {
			t.Fatalf("the first signature gives %+v, %v", out, err)
		}
		if out, err = send(t, db, a.ID, berit, time.Now()); err != nil || out.Sent || len(out.Waiting) != 0 {
			t.Errorf("the same person twice gives %+v, %v", out, err)
		}
		b, err := save(db, a.ID, berit, "money", saved(db, a.ID, "money"), questions.Answers{"amount": {Texts: []string{"39 000"}}})
		if err != nil || b.State != applications.Draft {
			t.Errorf("after a change it is %s, %v", b.State, err)
		}
		if out, err = send(t, db, a.ID, cecilia, time.Now()); err != nil || out.Sent {
			t.Errorf("a signature under other content counts: %+v, %v", out, err)
		}
		stale := a
		stale.Answers = nil
		err = db.Write(ctx, func(tx *store.Tx) error {
			_, err := applications.Send(ctx, tx, applications.Sending{ID: a.ID, AccountID: berit, SHA256: hashNow(t, &stale), Received: time.Now()})
			return err
		})
		if !errors.Is(err, applications.ErrSavedMeanwhile) {
			t.Errorf("what was not seen is signed: %v", err)
		}
		out, err = send(t, db, a.ID, berit, time.Now())
		if err != nil || !out.Sent || out.Application.State != applications.Submitted || out.Application.DiaryNumber == "" {
			t.Fatalf("the second signature gives %+v, %v", out, err)
		}
		if again, err := send(t, db, a.ID, berit, time.Now()); err != nil || again.Sent || len(versions(t, db, a.ID)) != 1 {
			t.Errorf("sent twice: %+v, %v", again, err)
		}
	})
}

// Rule 8: what the server had begun to receive before the closing is in time, however long it waits.
func TestWhoClickedInTimeIsInTime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		closes := time.Now().Add(-time.Minute)
		_, call := addCall(t, db, time.Now().Add(-48*time.Hour), closes)
		for i, test := range []struct {
			received time.Time
			days     int
		}{{closes.Add(-time.Millisecond), 0}, {closes, 1}, {closes.Add(30 * time.Second), 1}} {
			o := addOrganisation(t, db, fmt.Sprint("Förening ", i))
			account := actsFor(t, db, o, "Berit Påhittad", fmt.Sprintf("b%d@exempel.se", i), mandates.Alone)
			a := begin(t, db, call, o, account)
			fillIn(t, db, a.ID, account)
			out, err := send(t, db, a.ID, account, test.received)
			if err != nil || out.Application.DaysLate != test.days {
				t.Errorf("received %s: %d days late, want %d; %v", test.received, out.Application.DaysLate, test.days, err)
			}
			if out.Application.DaysLate > 0 {
				late, err := applications.TakeLate, error(nil)
				err = db.Write(ctx, func(tx *store.Tx) error {
					_, err := late(ctx, tx, a.ID, "", out.Application.Version)
					return err
				})
				refusedWith(t, err, "applications.text_missing")
				write(t, db, func(tx *store.Tx) error {
					_, err := late(ctx, tx, a.ID, "E-tjänsten låg nere", out.Application.Version)
					return err
				})
			}
		}
	})
}

// Rule 2: the completion makes a second version, and the first is as it was.
func TestACompletionLeavesTheFirstVersionAsItWas(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		call := openCall(t, db)
		a, berit := sent(t, db, call, "Solrosen", "berit@exempel.se")
		ove := officer(t, db, "Ove Handläggare", "ove@exempel.se", accounts.Officer)
		_, err := save(db, a.ID, berit, "who", saved(db, a.ID, "who"), questions.Answers{"contact": {Texts: []string{"Annan"}}})
		refusedWith(t, err, "applications.not_open")
		write(t, db, func(tx *store.Tx) (err error) {
			if a, err = applications.Assign(ctx, tx, a.ID, ove, a.Version); err != nil {
				return err
			}
			a, err = applications.Decide(ctx, tx, a.ID, applications.Decision{To: applications.CompletionRequested, Reason: "Budgeten saknas", DueOn: today.AddDays(14)}, a.Version, today)
			return err
		})
		first := versions(t, db, a.ID)
		if _, err := save(db, a.ID, berit, "money", saved(db, a.ID, "money"), questions.Answers{"amount": {Texts: []string{"30 000"}}}); err != nil {
			t.Fatal(err)
		}
		if found := find(t, db, a.ID); found.State != applications.CompletionRequested {
			t.Errorf("a completion that is being written is %s", found.State)
		}
		out, err := send(t, db, a.ID, berit, time.Now().Add(10000*time.Hour)) // a completion is not judged by the call's closing
		if err != nil || out.Version != 2 || out.Application.State != applications.Checking || out.Application.DaysLate != 0 || out.Application.DiaryNumber != a.DiaryNumber {
			t.Fatalf("the completion gives %+v, %v", out, err)
		}
		now := versions(t, db, a.ID)
		if len(now) != 2 || now[0].SHA256 != first[0].SHA256 || string(now[0].Content) != string(first[0].Content) || sha256Of(now[0].Content) != now[0].SHA256 {
			t.Errorf("the first version is another: %v", now)
		}
		write(t, db, func(tx *store.Tx) error {
			list, err := applications.MessagesOf(ctx, tx, a.ID)
			if len(list) != 1 || list[0].AnsweredAt.IsZero() || list[0].DueOn != today.AddDays(14) {
				t.Errorf("the completion asked for is %+v", list)
			}
			return err
		})
	})
}

// Diary numbers have no gaps, also when many send at once and some fail.
func TestDiaryNumbersHaveNoGaps(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		call := openCall(t, db)
		const n = 12
		type one struct{ id, account string }
		var all []one
		for i := range n {
			o := addOrganisation(t, db, fmt.Sprint("Förening ", i))
			account := actsFor(t, db, o, "Berit Påhittad", fmt.Sprintf("b%d@exempel.se", i), mandates.Alone)
			a := begin(t, db, call, o, account)
			fillIn(t, db, a.ID, account)
			all = append(all, one{a.ID, account})
		}
		var group sync.WaitGroup
		for i, a := range all {
			group.Go(func() {
				if i%3 == 0 { // one that comes to nothing first
					s := find(t, db, a.id)
					err := db.Write(ctx, func(tx *store.Tx) error {
						if _, err := applications.Send(ctx, tx, applications.Sending{ID: a.id, AccountID: a.account, SHA256: hashNow(t, &s), Received: time.Now()}); err != nil {
							return err
						}
						return errors.New("the power went")
					})
					if err == nil {
						t.Error("it was kept")
					}
				}
				if _, err := send(t, db, a.id, a.account, time.Now()); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		var numbers []int
		for _, a := range all {
			_, number, _ := strings.Cut(find(t, db, a.id).DiaryNumber, ":")
			k, err := strconv.Atoi(number)
			if err != nil {
				t.Error(err)
			}
			numbers = append(numbers, k)
		}
		slices.Sort(numbers)
		for i, k := range numbers {
			if k != i+1 {
				t.Fatalf("the numbers are %v", numbers)
			}
		}
	})
}

// A file can be opened by its application only; one that is taken away before anything was sent is let go.
func TestFilesBelongToTheirApplication(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		call, o := openCall(t, db), addOrganisation(t, db, "Solrosen")
		berit := actsFor(t, db, o, "Berit Påhittad", "berit@exempel.se", mandates.Alone)
		a := begin(t, db, call, o, berit)
		other, _ := sent(t, db, call, "Tussilago", "t@exempel.se")
		var kept file.File
		write(t, db, func(tx *store.Tx) (err error) {
			kept, err = file.KeepChecked(ctx, tx, file.New{Name: "plan.pdf", Content: []byte("%PDF-1.7\nplan")})
			return err
		})
		if _, err := save(db, a.ID, berit, "what", 0, questions.Answers{"plan": {Files: []file.File{kept}}}); err != nil {
			t.Fatal(err)
		}
		open := func(id string) error {
			return db.Read(ctx, func(tx *store.Tx) error {
				_, _, err := applications.OpenFile(ctx, tx, id, kept.SHA256)
				return err
			})
		}
		if err := open(a.ID); err != nil {
			t.Error(err)
		}
		if err := open(other.ID); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("another application opens it: %v", err)
		}
		if _, err := save(db, a.ID, berit, "what", 1, questions.Answers{"plan": {}}); err != nil {
			t.Fatal(err)
		}
		if err := open(a.ID); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("one that was taken away is still there: %v", err)
		}
	})
}

// What officers do: points, notes, messages and the queue's choices.
func TestTheQueueAndWhatOfficersFind(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		call := openCall(t, db)
		ove := officer(t, db, "Ove Handläggare", "ove@exempel.se", accounts.Officer)
		reader := officer(t, db, "Rita Läsare", "rita@exempel.se", accounts.Reader)
		a, _ := sent(t, db, call, "Solrosen", "a@exempel.se")
		b, _ := sent(t, db, call, "Tussilago", "b@exempel.se")
		begin(t, db, call, addOrganisation(t, db, "Vitsippan"), actsFor(t, db, addOrganisation(t, db, "Blåsippan"), "D", "d@exempel.se", mandates.Alone))
		try := func(do func(tx *store.Tx) error) error { return db.Write(ctx, do) }
		refusedWith(t, try(func(tx *store.Tx) error { _, err := applications.Assign(ctx, tx, a.ID, reader, a.Version); return err }), "applications.officer_wrong")
		write(t, db, func(tx *store.Tx) (err error) {
			a, err = applications.Assign(ctx, tx, a.ID, ove, a.Version)
			return err
		})
		if a.State != applications.Checking {
			t.Errorf("one that somebody handles is %s", a.State)
		}
		if err := try(func(tx *store.Tx) error { _, err := applications.Assign(ctx, tx, a.ID, "", 1); return err }); !errors.Is(err, applications.ErrSavedMeanwhile) {
			t.Errorf("who has seen an older version is not told: %v", err)
		}
		points := []applications.Point{{Key: "section.who", IsRight: true}, {Key: "amounts", Note: "Räknat fel"}}
		for range 2 { // sent twice
			write(t, db, func(tx *store.Tx) error {
				_, err := applications.SaveChecks(ctx, tx, a.ID, ove, points, a.Version)
				return err
			})
		}
		a = find(t, db, a.ID)
		note := applications.Note{ID: store.NewID(), ApplicationID: a.ID, AccountID: ove, Body: "Ringde"}
		message := applications.Message{ID: store.NewID(), ApplicationID: a.ID, AccountID: ove, Body: "Hej"}
		for range 2 {
			write(t, db, func(tx *store.Tx) error {
				if err := applications.AddNote(ctx, tx, note); err != nil {
					return err
				}
				_, _, err := applications.Write(ctx, tx, message)
				return err
			})
		}
		write(t, db, func(tx *store.Tx) error {
			notes, err := applications.Notes(ctx, tx, a.ID)
			messages, err2 := applications.MessagesOf(ctx, tx, a.ID)
			if len(notes) != 1 || len(messages) != 1 || err != nil {
				t.Errorf("%d notes, %d messages", len(notes), len(messages))
			}
			counts, err3 := applications.Counts(ctx, tx, "", ove)
			want := map[applications.Show]int{applications.ShowOpen: 2, applications.ShowNew: 1, applications.ShowMine: 1, applications.ShowMissing: 1, applications.ShowAll: 2,
				applications.ShowLate: 0, applications.ShowWaiting: 0, applications.ShowEnded: 0}
			if !maps.Equal(counts, want) {
				t.Errorf("counts %v", counts)
			}
			for show, n := range want {
				list, _, err := applications.List(ctx, tx, applications.Filter{Show: show, AccountID: ove, CallID: call})
				if err != nil || len(list) != n {
					t.Errorf("%q lists %d, want %d; %v", show, len(list), n, err)
				}
			}
			page, more, err4 := applications.List(ctx, tx, applications.Filter{Limit: 1})
			next, last, err5 := applications.List(ctx, tx, applications.Filter{Limit: 1, After: page[0].ID})
			if !more || last || page[0].ID != a.ID || len(next) != 1 || next[0].ID != b.ID {
				t.Errorf("pages %v %v", page, next)
			}
			return errors.Join(err, err2, err3, err4, err5)
		})
		refusedWith(t, try(func(tx *store.Tx) error {
			_, err := applications.Decide(ctx, tx, a.ID, applications.Decision{To: applications.Inadmissible, Reason: "Skäl"}, a.Version, today)
			return err
		}), "applications.refusal_missing")
		write(t, db, func(tx *store.Tx) error {
			a, err := applications.Decide(ctx, tx, a.ID, applications.Decision{To: applications.Inadmissible, Reason: "Skäl", Refusal: "amount"}, a.Version, today)
			if a.Refusal != "amount" || a.State != applications.Inadmissible {
				t.Errorf("refused %+v", a)
			}
			return err
		})
	})
}

// What the rules demand of amounts and own part stops an application from being sent.
func TestTheRulesDemands(t *testing.T) {
	text := func(s string) questions.Answer { return questions.Answer{Texts: []string{s}} }
	for name, test := range map[string]struct {
		level, amount, hours string
		want                 []string
	}{
		"right":         {"prestudy", "40 000", "122", nil},
		"exactly":       {"prestudy", "50 000", "151,516", nil},
		"too much":      {"prestudy", "50 000,01", "200", []string{"applications.demand.most"}},
		"little time":   {"prestudy", "40 000", "121", []string{"applications.demand.own_part"}},
		"both":          {"prestudy", "60 000", "1", []string{"applications.demand.most", "applications.demand.own_part"}},
		"another level": {"development", "60 000", "182", nil},
		"unanswered":    {"prestudy", "", "", nil},
	} {
		var got []string
		for _, d := range applications.Demands(&theForm, &theRules, questions.Answers{"level": text(test.level), "amount": text(test.amount), "hours": text(test.hours)}) {
			got = append(got, d.Message.ID)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}
