package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"samverk/features/applications"
	"samverk/features/grants"
	"samverk/platform/calendar"
	"samverk/platform/file"
	"samverk/platform/questions"
	"samverk/platform/store"
	"samverk/platform/store/storetest/pgtemp"
)

// evening is how many applicants there are on the last evening, and attachment how large a file each sends, in bytes.
const (
	evening    = 2000
	attachment = 200 << 10
)

// measureApplications lets many applicants save with attachments and send at once, each in a durable transaction, beside the bare
// engine committing the same rows and the same hot row of the diary number.
func measureApplications(server *pgtemp.Server) {
	heading("Deadline evening            clients   sent/s   bare engine/s   share   p99 of sending   p99 of saving with a file of 200 kB")
	dbs, closeAll := databases(server, "applications")
	defer closeAll()
	for _, db := range dbs {
		for _, clients := range []int{8, 64} {
			e := fillEvening(db, evening/4)
			saving := e.measureSaving(clients)
			took, ours := e.each(clients, e.send)
			_, most := e.each(clients, e.bareSend)
			fmt.Printf("%-27s %7d %8.0f %15.0f %6.0f%% %13.0f ms %13.0f ms\n", db.Engine(), clients, ours, most, 100*ours/most, ms(took), ms(saving))
			must(e.checkNumbers())
		}
	}
}

// lastEvening is a call with applications that are ready to be sent.
type lastEvening struct {
	db      *store.DB
	call    string
	ready   []string // applications
	bare    []string // as many more, for the bare engine
	form    questions.Form
	content []byte
	hash    string
	round   atomic.Int64
}

func eveningForm() questions.Form {
	words := func(text string) questions.Text { return questions.Text{"sv": text} }
	var f questions.Form
	for _, section := range []string{"who", "what", "money"} {
		s := questions.Section{Key: section, Title: words(section)}
		for n := range 6 {
			s.Questions = append(s.Questions, questions.Question{Key: fmt.Sprintf("%s_%d", section, n), Kind: questions.Long, Label: words("Fråga")})
		}
		f.Sections = append(f.Sections, s)
	}
	f.Sections[1].Questions = append(f.Sections[1].Questions, questions.Question{Key: "plan", Kind: questions.Files, Label: words("Plan"), Optional: true})
	return f
}

// fillEvening makes a call and applications by organisations whose signatory signs alone.
func fillEvening(db *store.DB, n int) *lastEvening {
	e := &lastEvening{db: db, call: store.NewID(), form: eveningForm()}
	answers := questions.Answers{}
	for i := range e.form.Sections {
		for _, q := range e.form.Sections[i].Questions {
			if q.Kind == questions.Long {
				answers[q.Key] = questions.Answer{Texts: []string{"Vi odlar tillsammans med grannarna och delar skörden. " + q.Key}}
			}
		}
	}
	var err error
	e.content, err = questions.Canonical(&e.form, answers)
	must(err)
	sum := sha256.Sum256(e.content)
	e.hash = hex.EncodeToString(sum[:])
	must(db.Write(ctx, func(tx *store.Tx) error { return e.insert(tx, answers, n) }))
	return e
}

func (e *lastEvening) insert(tx *store.Tx, answers questions.Answers, n int) error {
	now := store.Now()
	rows := func(statement string, values ...any) error { _, err := tx.Exec(ctx, statement, values...); return err }
	if err := rows(`INSERT INTO programme (id, name, sort_key, kind, purpose, legal_basis, account, decision_maker, decided_by, years, needs_direction, de_minimis, is_assessed, rules, form,
		report_form, criteria, pots, added_at, version) VALUES ($1, 'Bidraget', $2, 'association', '', '', '', 'board', '', 1, $3, $3, $3, '{}', '{}', '{}', '[]', '[]', $4, 1)`, e.call, []byte("b"), false, now); err != nil {
		return err
	}
	if err := rows(`INSERT INTO grant_call (id, programme_id, title, year, state, direction, opens_at, closes_at, contact, form, report_form, criteria, rules, pots, cancelled_why, added_at, version)
		VALUES ($1, $1, 'Utlysningen', 2026, 'scheduled', '', $2, $3, '', $4, '{}', '[]', $5, '[]', '', $2, 1)`, e.call, store.TimeOf(time.Now().Add(-time.Hour)), store.TimeOf(time.Now().Add(time.Hour)),
		store.AsJSON(e.form), store.AsJSON(grants.Rules{})); err != nil {
		return err
	}
	for i := range 2 * n {
		id := store.NewID()
		for _, row := range []struct {
			statement string
			values    []any
		}{
			{`INSERT INTO account (id, name, email, role, password_hash, reminders, language, created_at) VALUES ($1, 'Berit', $2, 'representative', '', $3, 'sv', $4)`, []any{id, id + "@exempel.se", false, now}},
			{`INSERT INTO organisation (id, place, name, sort_key, former_names, legal_form, svb, class_vocabulary, class_code, seat, web, email, telephone, address, is_public, public_fields, note, ended_why, added_at, version)
				VALUES ($1, $2, 'Förening', $3, '[]', '61', $4, '', '', '', '', '', '', '', $4, '[]', '', '', $5, 1)`, []any{id, nextPlace(), []byte(id), false, now}},
			{`INSERT INTO mandate (id, organisation_id, account_id, invited_by, invited_at, signs, handed_in_at, decision, decided_by, decided_at, reason, starts_on, ended_by, ended_why, version)
				VALUES ($1, $1, $1, '', $2, 'alone', $2, 'confirmed', '', $2, '', '2020-01-01', '', '', 1)`, []any{id, now}},
			{`INSERT INTO application (id, call_id, organisation_id, state, title, answers, requested, days_late, late_taken, begun_at, changed_at, version)
				VALUES ($1, $2, $1, 'draft', 'Odling', $3, 0, 0, '', $4, $4, 1)`, []any{id, e.call, store.AsJSON(answers), now}},
		} {
			if err := rows(row.statement, row.values...); err != nil {
				return err
			}
		}
		if i < n {
			e.ready = append(e.ready, id)
		} else {
			e.bare = append(e.bare, id)
		}
	}
	return nil
}

var places atomic.Int64

// nextPlace numbers the organisations beyond any that are there.
func nextPlace() int64 { return 1_000_000 + places.Add(1) }

// each does something once for each application by so many clients, and gives the 99th percentile and how often in a second.
func (e *lastEvening) each(clients int, do func(i int) error) (p99 time.Duration, rate float64) {
	took := make([]time.Duration, len(e.ready))
	var next atomic.Int64
	var group sync.WaitGroup
	start := time.Now()
	for range clients {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(took); i = int(next.Add(1)) - 1 {
				began := time.Now()
				must(do(i))
				took[i] = time.Since(began)
			}
		})
	}
	group.Wait()
	all := time.Since(start)
	slices.Sort(took)
	return took[len(took)*99/100], float64(len(took)) / all.Seconds()
}

// measureSaving lets each applicant save a step with a file, and gives the 99th percentile. The files are taken away again.
func (e *lastEvening) measureSaving(clients int) time.Duration {
	p99, _ := e.each(clients, func(i int) error {
		content := make([]byte, attachment)
		copy(content, "%PDF-1.7\n"+e.ready[i])
		return e.db.Write(ctx, func(tx *store.Tx) error {
			kept, err := file.KeepChecked(ctx, tx, file.New{Name: "plan.pdf", Content: content})
			if err == nil {
				err = e.save(tx, i, 0, questions.Answer{Files: []file.File{kept}})
			}
			return err
		})
	})
	_, _ = e.each(clients, func(i int) error {
		return e.db.Write(ctx, func(tx *store.Tx) error { return e.save(tx, i, 1, questions.Answer{}) })
	})
	return p99
}

func (e *lastEvening) save(tx *store.Tx, i, seen int, plan questions.Answer) error {
	_, err := applications.SaveStep(ctx, tx, applications.Step{ID: e.ready[i], AccountID: e.ready[i], Section: "what", Seen: seen,
		Answer: func(_ *questions.Form, _ *questions.Section, before questions.Answers) questions.Answers {
			after := questions.Answers{}
			for key, answer := range before {
				after[key] = answer
			}
			delete(after, "plan")
			if !plan.IsEmpty() {
				after["plan"] = plan
			}
			return after
		}})
	return err
}

func (e *lastEvening) send(i int) error {
	return e.db.Write(ctx, func(tx *store.Tx) error {
		out, err := applications.Send(ctx, tx, applications.Sending{ID: e.ready[i], AccountID: e.ready[i], SHA256: e.hash, Received: time.Now()})
		if err == nil && !out.Sent {
			err = fmt.Errorf("application %s was not sent", e.ready[i])
		}
		return err
	})
}

// bareSend commits the rows of a sending with nothing looked up, checked or chained: signature, version, entries of the trail,
// and the application with the next number of the series.
func (e *lastEvening) bareSend(i int) error {
	id := e.bare[i]
	return e.db.Write(ctx, func(tx *store.Tx) error {
		now := store.Now()
		for range 3 {
			if _, err := tx.Exec(ctx, `INSERT INTO audit_entry (id, at, actor_kind, actor_id, actor_name, action, object_kind, object_id, reason, before, after)
				VALUES ($1, $2, 'program', 'bench', 'Mätning', 'application.sent', 'application', $3, '', '', '{"applicationState":"submitted"}')`, store.NewID(), now, id); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, "INSERT INTO application_signature (application_id, sha256, account_id, signed_at) VALUES ($1, $2, $1, $3)", id, e.hash, now); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "INSERT INTO application_version (application_id, number, content, sha256, sent_at) VALUES ($1, 1, $2, $3, $4)", id, string(e.content), e.hash, now); err != nil {
			return err
		}
		var row struct{ Last int }
		if err := tx.Get(ctx, &row, "INSERT INTO diary_number (series, last) VALUES ('PROV', 1) ON CONFLICT (series) DO UPDATE SET last = diary_number.last + 1 RETURNING last"); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "UPDATE application SET state = 'submitted', diary_number = $2, submitted_at = $3, version = version + 1 WHERE id = $1", id, fmt.Sprintf("PROV:%d", row.Last), now)
		return err
	})
}

// checkNumbers sees that the diary numbers have no gaps.
func (e *lastEvening) checkNumbers() error {
	return e.db.Read(ctx, func(tx *store.Tx) error {
		var row struct{ Sent, Last int }
		err := tx.Get(ctx, &row, fmt.Sprintf(`SELECT (SELECT count(*) FROM application WHERE diary_number LIKE 'RS %%') AS sent, (SELECT last FROM diary_number WHERE series = 'RS %d:{n}') AS last`, calendar.Today(time.Now()).Year()))
		if err == nil && row.Sent != row.Last {
			err = fmt.Errorf("%d were sent and the last number is %d", row.Sent, row.Last)
		}
		return err
	})
}
