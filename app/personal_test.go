package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"samverk/app"
	"samverk/app/example"
	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/features/feedback"
	"samverk/features/personaldata"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/store/storetest"
)

// nothingPersonal are the columns that hold nothing about a person with an account, and why. A table that a library owns
// may stand whole: "river_job.*".
var nothingPersonal = map[string]string{
	"keys that the program makes, of things that are not people": `activity.carried_from activity.goal_id activity.id activity.plan_id
		activity_predecessor.activity_id activity_predecessor.predecessor_id assessment.id audit_entry.id evidence_import.id goal.carried_from
		goal.id goal.plan_id indicator.activity_id indicator.carried_from indicator.id indicator.plan_id passkey.id plan.id plan.predecessor_id
		account_identity.id plan_draft.plan_id plan_intake.id plan_staff.plan_id program_secret.name record_file.record_id record_text.record_id tally.indicator_id waiver.id
		staff_percent.person_id staff_absence.id staff_absence.person_id effort.owner_id effort_person.activity_id effort_person.person_id effort_rank.activity_id
		effort_window.activity_id scenario.plan_id staff_extra.person_id staffing_decision.id staffing_decision_activity.activity_id staffing_decision_activity.decision_id
		organisation.id organisation_contact.id organisation_municipality.organisation_id organisation_role.id organisation_role.organisation_id
		event.id event.record_id event_registration.id event_registration.organisation_id event_evaluation_link.event_id
		event_evaluation_answer.id event_evaluation_answer.event_id event_money.id event_money.event_id mandate_document.id board.id board_member.id board_meeting.id board_meeting.board_id board_present.meeting_id board_present.member_id board_item.id board_item.meeting_id board_item.case_id
		board_item_left.item_id board_item_left.member_id case_conflict.case_id case_conflict.member_id board_reservation.id board_reservation.item_id board_reservation.member_id
		board_case.id board_case.source_id board_case.record_id board_case.decision_record_id board_case.indicator_ids case_file.case_id case_submission.case_id case_appeal.case_id
		mapping_assessment.id entitlement_filing.id entitlement_filing.organisation_id entitlement_spread.filing_id entitlement_document.id
		entitlement_step.id entitlement_step.organisation_id mapping_round.id mapping_asked.round_id mapping_asked.organisation_id organisation_import_row.import_id organisation_import_row.organisation_id
		calendar_feed.id calendar_feed.network_id
		organisation.merged_into organisation_role.held_by organisation_merge.id organisation_merge.kept_id organisation_merge.gone_id
		organisation_distinct.one_id organisation_distinct.other_id`,
	"keys of networks and their meetings": `network.id meeting_type.id meeting_type.network_id meeting_type.indicator_ids meeting_series.id meeting_series.network_id
		meeting_series.type_id meeting.id meeting.network_id meeting.type_id meeting.series_id meeting.record_id meeting.next_id meeting_item.id meeting_item.meeting_id
		meeting_document.id meeting_document.meeting_id meeting_document.item_id meeting_document.sha256`,
	"words that the program chooses among for networks and meetings": `network.kind meeting_type.kind meeting_series.pattern meeting.state meeting.minutes_state meeting_document.media`,
	"what is said of networks and meetings: who names people there changes it": `network.name network.sort_key network.purpose network.management network.web network.ended_why
		meeting_type.name meeting.title meeting.search_key meeting.place meeting.link meeting.body meeting.cancelled_why meeting_item.title meeting_item.body meeting_item.presenter
		meeting_document.name
		record.source meeting_invitation.id meeting_invitation.member_id meeting_invitation.organisation_id meeting_attendance.member_id meeting_attendance.organisation_id
		meeting_decision.id meeting_decision.meeting_id meeting_decision.item_id meeting_link.meeting_id meeting_link.invitation_id`,
	"words that the program itself chooses among": `sign_in_attempt.side periodic_job.name periodic_job.error activity.flags activity.priority activity.recurrence activity.window_from activity.window_to
		activity_predecessor.standing audit_entry.actor_kind indicator.rule plan.key plan.status plan_draft.skipped record.state record_file.media
		tally.state effort.shape effort.who standard_hours.kind effort_window.quarter_from effort_window.quarter_to
		scenario.changes staff_extra.quarter staffing_decision_activity.sentence_sv staffing_decision_activity.sentence_en
		organisation.class_code organisation.class_vocabulary organisation.legal_form organisation.public_fields organisation.seat
		organisation_municipality.municipality organisation_role.role entitlement_filing.stage entitlement_setting.documents entitlement_spread.municipality entitlement_document.media mapping_assessment.goal mapping_assessment.results mapping_assessment.surplus mapping_assessment.reserved
		event.kind event.state event.indicators event_money.side
		board_case.kind board_case.source_kind board_case.state case_event.before_state case_event.after_state case_file.media board_item.outcome
		organisation_import.mapping organisation_import_row.choice organisation_import_row.fate organisation_import_row.field`,
	"jobs and mails: keys, and words of the program": `river_client.* river_client_queue.* river_job.* river_leader.* river_migration.* river_queue.*
		mail.id mail.once mail.attachment_media`,
	"keys that a person's device makes, and what it is asked to sign": "passkey.credential_id passkey.credential passkey_challenge.asked",
	"checksums of contents and of secrets, and secrets": `event.invitation event_registration.token event_evaluation_link.token_hash
		program_secret.value sign_in_pending.browser_hash sign_in_pending.nonce
		passkey_challenge.token_hash sign_in_pending.state_hash sign_in_pending.verifier known_device.token_hash account_totp.secret account_recovery_code.code_hash sign_in_attempt.subject account.password_hash audit_entry.hash audit_entry.previous audit_head.hash evidence_import.sha256
		file_content.sha256 plan.document_sha256 plan_draft.document_sha256 plan_intake.document_sha256 record_file.sha256 session.token_hash
		sign_in_link.token_hash upload.sha256 calendar_feed.secret_hash calendar_feed.content_hash meeting_link.secret_hash mandate_document.sha256 entitlement_document.sha256 case_file.sha256 case_submission.sha256`,
	"what a plan says: who names people there does it in public, and changes the plan": `activity.area activity.background activity.label
		activity.responsible activity.sources activity.title goal.body goal.label goal.sources goal.title indicator.body indicator.label
		indicator.note indicator.owner indicator.source plan.adopted_by plan.document_name plan.introduction plan.overall_goal plan.reading
		plan.title plan_draft.answers plan_draft.content plan_draft.lines plan_intake.failure plan_staff.role effort.role`,
	"what a record says: who names people there corrects the record": `record.addresses record.body record.diary_number record.network
		record.organisations record.tags record.text record_file.name record_text.folded`,
	"what minutes say: they are public documents, and who is named there is so in public": `meeting.adjusters meeting.minutes meeting_decision.body`,
	"what an event says: who names people there does it in public, and changes the event": `event.title event.description event.place event.link event.organiser
		event.contact event.programme event.tags event.cancelled_why event.questions event_money.title`,
	"what somebody answered in an evaluation: nothing tells who it was": `event_evaluation_answer.answers`,
	"what a case and its minutes say: documents of a public authority, which stay as they are": `board.name board_case.background board_case.diary_number board_case.material
		board_case.points board_case.summary board_case.title board_item.decision board_item.why board_meeting.adjusted_by board_meeting.begins board_meeting.place case_file.name
		case_submission.snapshot diary_number.series diary_series.pattern`,
	"how money is divided, and what applicants are told: keys, words of the program, and what stands in decisions that anybody may ask for": `allocation.call_id
		allocation.state allocation.pots allocation.wordings allocation.appeal allocation.checked allocation_row.application_id allocation_row.allocation_id allocation_row.account
		allocation_row.category allocation_row.reason allocation_row.words allocation_row.conditions allocation_part.allocation_id allocation_part.case_id allocation_part.state
		award_letter.application_id award_letter.allocation_id award_letter.subject award_letter.body`,
	"who appeals is no matter of accounts":                                 "case_appeal.appellant case_appeal.number",
	"handed out by account through member_conflict and member_reservation": "case_conflict.reason board_reservation.body",
	"what has been decided of documents":                                   `retention_class.kind retention_class.ground retention_hold.kind retention_hold.object_id retention_hold.reason`,
	"what is said of an organisation: who names people there changes the organisation": `organisation.address organisation.email organisation.ended_why
		organisation.former_names organisation.name organisation.note organisation.number organisation.sort_key organisation.telephone organisation.web
		organisation_municipality.sort_key organisation_role.certificate organisation_role.certifier organisation_role.ended_why organisation_role.note
		organisation_role.sort_key organisation_import.head organisation_import_row.before organisation_import_row.cells organisation_import_row.name
		organisation_import_row.why mapping_round.title mapping_assessment.goal_evidence mapping_assessment.results_evidence
		mapping_assessment.surplus_evidence organisation.name_key organisation.address_key organisation.email_key organisation.web_key
		organisation_merge.why organisation_merge.before organisation_merge.after organisation_merge.gone_number organisation_distinct.why`,
	"words of organisations' names, to search by": `organisation_posting.places organisation_posting.term organisation_stem.rest organisation_stem.stem
		organisation_term.stem organisation_term.term`,
	"files as they were sent":             "file_content.bytes",
	"the index over the texts of records": "record_grams.* record_grams_config.* record_grams_data.* record_grams_docsize.* record_grams_idx.*",
}

// A column that can hold somebody's key, name or address is in an extract, or it is told why it is not.
func TestEveryColumnIsHandedOutOrHoldsNothingAboutPeople(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		stated := map[string]string{}
		for reason, columns := range nothingPersonal {
			for _, column := range strings.Fields(columns) {
				stated[column] = reason
			}
		}
		handedOut := map[string]bool{}
		for _, source := range app.PersonalData() {
			if source.Fate == "" {
				t.Errorf("nobody has said what becomes of %s in %s when a person is erased", source.Kind, source.Table)
			}
			for _, column := range source.Columns() {
				handedOut[column] = true
				if reason, both := stated[column]; both {
					t.Errorf("%s is handed out by the source %s, and stands in nothingPersonal (%s)", column, source.Kind, reason)
				}
			}
		}
		columns := textColumns(t, db)
		for _, column := range columns {
			table, _, _ := strings.Cut(column, ".")
			if handedOut[column] || stated[column] != "" || stated[table+".*"] != "" {
				continue
			}
			t.Errorf(`%s is new, and nobody has said whether it holds anything about a person with an account.
	If it does (a key, a name, an address): add it to a Source in app/personal.go, so that extracts and erasure know it.
	If it does not: add it to nothingPersonal in app/personal_test.go, below the reason that fits.`, column)
		}
		for column, reason := range stated {
			table, isWhole := strings.CutSuffix(column, ".*")
			if !slices.ContainsFunc(columns, func(c string) bool { return c == column || isWhole && strings.HasPrefix(c, table+".") }) &&
				!(isWhole && strings.HasPrefix(table, "record_grams")) { // only SQLite has that index
				t.Errorf("nothingPersonal names %s (%s), which no table has", column, reason)
			}
		}
	})
}

// textColumns are the columns of every table that can hold text, as "table.column".
func textColumns(t *testing.T, db *store.DB) []string {
	t.Helper()
	query := `SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND lower(c.type) NOT IN ('integer', 'bigint', 'boolean', 'date', 'timestamp', 'datetime')`
	if db.Engine() == store.Postgres {
		query = `SELECT c.table_name || '.' || c.column_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
			WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
			AND c.data_type NOT IN ('integer', 'bigint', 'smallint', 'boolean', 'date') AND c.data_type NOT LIKE 'timestamp%'`
	}
	var columns []string
	if err := db.Read(context.Background(), func(tx *store.Tx) error { return tx.Select(context.Background(), &columns, query) }); err != nil {
		t.Fatal(err)
	}
	slices.Sort(columns)
	return columns
}

// known is somebody whose traces are in every table that keeps something about people.
type known struct{ id, name, earlier, email, token string }

// withKnown fills a database with a plan, its records and somebody's traces: each source has a row for each of its columns
// that say whom it is about.
func withKnown(t *testing.T, db *store.DB) known {
	t.Helper()
	ctx := audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})
	if _, err := example.Load(ctx, db, app.Catalogue().In(i18n.Swedish)); err != nil {
		t.Fatal(err)
	}
	who := known{name: "Alva Österfält", earlier: "Alva Prövling", email: "alva@exempel.se"}
	sum := strings.Repeat("a", 64)
	if err := db.Write(ctx, func(tx *store.Tx) error {
		account, err := accounts.Add(ctx, tx, who.earlier, who.email, accounts.Officer)
		if err != nil {
			return err
		}
		who.id = account.ID
		if who.token, err = accounts.Begin(ctx, tx, who.id, accounts.ByPassword, store.Now().Time); err != nil {
			return err
		}
		if _, err := accounts.PasswordLink(ctx, tx, who.id, store.Now().Time); err != nil {
			return err
		}
		own := audit.As(ctx, audit.Actor{Kind: audit.Account, ID: who.id, Name: who.earlier})
		if err := accounts.Rename(own, tx, who.id, who.name); err != nil {
			return err
		}
		var plan struct{ PlanID, IndicatorID string }
		if err := tx.Get(ctx, &plan, "SELECT plan_id, id AS indicator_id FROM indicator ORDER BY number LIMIT 1"); err != nil {
			return err
		}
		certification, event, board, item := store.NewID(), store.NewID(), store.NewID(), store.NewID()
		now := store.Now()
		for _, row := range []struct {
			query string
			args  []any
		}{
			{"INSERT INTO file_content (sha256, size, bytes) VALUES ($1, 1, $2)", []any{sum, []byte("x")}},
			{"INSERT INTO evidence_import (id, plan_id, sha256, rows, imported_by, imported_at) VALUES ($1, $2, $3, 1, '', $4)", []any{store.NewID(), plan.PlanID, sum, now}},
			{`INSERT INTO organisation_import (id, file_name, head, mapping, new_are_public, state, brought_by, brought_at, version)
				VALUES ($1, 'register.csv', '[]', '[]', $2, 'discarded', '', $3, 1)`, []any{store.NewID(), false, now}},
			{`INSERT INTO plan_draft (id, document_name, document_sha256, content, lines, answers, skipped, version, saved_by, saved_at)
				VALUES ($1, 'plan.pdf', $2, '{}', '[]', '{}', '[]', 1, '', $3)`, []any{store.NewID(), sum, now}},
			{`INSERT INTO plan_intake (id, document_name, document_sha256, stage, done, total, failure, sent_by, alive_at)
				VALUES ($1, 'plan.pdf', $2, '', 0, 0, '{}', '', $3)`, []any{store.NewID(), sum, now}},
			{`INSERT INTO assessment (id, indicator_id, day, counts_for, verdict, body, role, signed_by, signed_at)
				VALUES ($1, $2, '2019-03-01', '2019-01-01', 'met', 'Nätverket fungerar.', '', '', $3)`, []any{store.NewID(), plan.IndicatorID, now}},
			{`INSERT INTO waiver (id, indicator_id, cell_from, day, reason, decided_by, decided_at)
				VALUES ($1, $2, '2029-01-01', '2019-03-01', 'Flyttad.', '', $3)`, []any{store.NewID(), plan.IndicatorID, now}},
			{"INSERT INTO known_device (account_id, token_hash, seen_at) VALUES ($1, $2, $3)", []any{who.id, sum, now}},
			{"INSERT INTO account_totp (account_id, secret, made_at, last_step) VALUES ($1, 'GEZDGNBVGY3TQOJQ', $2, 0)", []any{who.id, now}},
			{"INSERT INTO account_recovery_code (account_id, code_hash, used_at) VALUES ($1, $2, $3)", []any{who.id, sum, now}},
			{"INSERT INTO account_identity (id, account_id, provider, subject, added_at) VALUES ($1, $2, 'eid', $3, $4)", []any{store.NewID(), who.id, sum, now}},
			{`INSERT INTO sign_in_pending (state_hash, browser_hash, provider, nonce, verifier, back, account_id, ends_at)
				VALUES ($1, $1, 'eid', 'n', 'v', '/account', $2, $3)`, []any{sum, who.id, now}},
			{`INSERT INTO passkey (id, account_id, credential_id, credential, name, added_at, used_at) VALUES ($1, $2, 'x', '{}', 'Telefonen', $3, $3)`, []any{store.NewID(), who.id, now}},
			{"INSERT INTO passkey_challenge (token_hash, account_id, asked, ends_at) VALUES ($1, $2, '{}', $3)", []any{sum, who.id, now}},
			{`INSERT INTO reminder (account_id, indicator_id, cell_to, occasion, sent_at) VALUES ($1, $2, '2019-03-01', 'soon', $3)`, []any{who.id, plan.IndicatorID, now}},
			{`INSERT INTO mail (id, kind, recipient, account_id, subject, body, state, tries, queued_at, next_at, fault, answer)
				VALUES ($1, 'password_link', $2, $3, 'Hej', 'Hej', 'waiting', 0, $4, $4, '', '')`, []any{store.NewID(), who.email, who.id, now}},
			{`INSERT INTO staff_person (id, name, role, account_id, works_from, version) VALUES ($1, 'Någon', 'Strateg', $2, '2019-01-01', 1)`, []any{who.id, who.id}},
			{"INSERT INTO staff_absence (id, person_id, away_from, away_until, permille) VALUES ($1, $2, '2019-07-01', '2019-07-31', 1000)", []any{store.NewID(), who.id}},
			{"INSERT INTO scenario (id, plan_id, name, changes, made_by, made_at, version) VALUES ($1, $2, 'Halvtid', '[]', '', $3, 1)", []any{store.NewID(), plan.PlanID, now}},
			{"INSERT INTO staffing_decision (id, plan_id, name, reason, decided_by, decided_at) VALUES ($1, $2, 'Halvtid', 'Mindre pengar.', '', $3)", []any{store.NewID(), plan.PlanID, now}},
			{`INSERT INTO effort (activity_id, shape, tenths, partial, who, role, estimated_by, estimated_at, version)
				SELECT activity_id, 'total', 1600, false, 'anyone', '', '', $2, 1 FROM indicator WHERE id = $1
				ON CONFLICT (activity_id) DO UPDATE SET estimated_at = excluded.estimated_at`, []any{plan.IndicatorID, now}},
			{`INSERT INTO organisation (id, place, name, sort_key, former_names, legal_form, svb, class_vocabulary, class_code, seat, web, email, telephone, address,
				is_public, public_fields, note, ended_why, added_at, version)
				VALUES ($1, 99999, 'Solrosen', $2, '[]', '', false, '', '', '', '', '', '', '', false, '[]', '', '', $3, 1)`, []any{who.id, []byte("solrosen"), now}},
			{`INSERT INTO organisation_contact (id, organisation_id, name, role, email, telephone, consent, is_public, added_at, version)
				VALUES ($1, $1, 'Alva', 'Ordförande', '', '', '', false, $2, 1)`, []any{who.id, now}},
			{`INSERT INTO mapping_assessment (id, organisation_id, goal, goal_evidence, results, results_evidence, surplus, surplus_evidence, reserved, assessed_on, assessed_by, added_at)
				SELECT $1, id, 'unknown', '', 'unknown', '', 'unknown', '', '[]', '2019-01-01', '', $2 FROM organisation LIMIT 1`, []any{store.NewID(), now}},
			{`INSERT INTO organisation_role (id, organisation_id, role, starts_on, certifier, certificate, note, ended_why, sort_key)
				SELECT $1, id, 'certified', '2019-01-01', 'Provrådet', '', '', '', sort_key FROM organisation LIMIT 1`, []any{certification}},
			{`INSERT INTO event (id, kind, title, description, starts_at, ends_at, place, link, organiser, contact, places, invited_only, invitation, programme, indicators, tags,
				state, was_published, cancelled_why, questions, evaluation_sent, changed_at, version)
				VALUES ($1, 'seminar', 'Seminarium', '', $2, $2, 'Kumla', '', '', 'kontakt@exempel.se', 0, false, 'x', '[]', '[]', '[]', 'published', true, '', '[]', 0, $2, 1)`, []any{event, now}},
			{"INSERT INTO event_handler (event_id, account_id, chosen_at) VALUES ($1, $2, $3)", []any{event, who.id, now}},
			{`INSERT INTO event_registration (id, event_id, name, email, organisation, needs, state, at_door, place_in_line, came, token, language, registered_at, keep_from, version)
				VALUES ($1, $2, 'Alva', 'x@exempel.se', 'Solrosen', 'Glutenfritt', 'placed', false, 1, false, 'x', 'sv', $3, $3, 1)`, []any{store.NewID(), event, now}},
			{`INSERT INTO certification_reminder (account_id, role_id, ends_on, sent_at) SELECT id, $1, '2019-12-31', $2 FROM account LIMIT 1`, []any{certification, now}},
			{`INSERT INTO calendar_feed (id, account_id, secret_hash, made_at, fetched_on, content_hash, content_at)
				SELECT $1, id, 'hash', $2, '2019-01-01', 'hash', $2 FROM account LIMIT 1`, []any{store.NewID(), now}},
			{`INSERT INTO network (id, name, sort_key, kind, purpose, management, web, is_public, ended_why, added_at, version) VALUES ($1, 'Partnerskapet', $2, 'partnership', '', '', '', false, '', $3, 1)`,
				[]any{who.id, []byte("partnerskapet"), now}},
			{`INSERT INTO meeting_type (id, network_id, name, kind, wanted, minutes, indicator_ids, version) VALUES ($1, $1, 'Möte', 'meeting', 0, 60, '[]', 1)`, []any{who.id}},
			{`INSERT INTO meeting (id, network_id, type_id, title, search_key, starts_at, ends_at, day, place, link, body, is_public, state, cancelled_why, sequence, minutes, minutes_state, adjusters, changed_at, version)
				VALUES ($1, $1, $1, 'Möte', 'mote', $2, $2, '2019-03-01', '', '', '', false, 'planned', '', 0, '', 'none', '', $2, 1)`, []any{who.id, now}},
			{`INSERT INTO meeting_invitation (id, meeting_id, organisation, name, email, sent_at, sent_sequence, answer, answer_note, answers) VALUES ($1, $2, '', '', '', $3, 0, 'none', '', 0)`, []any{store.NewID(), who.id, now}},
			{`INSERT INTO meeting_attendance (id, meeting_id, organisation, name, noted_at) VALUES ($1, $2, '', '', $3)`, []any{store.NewID(), who.id, now}},
			{`INSERT INTO meeting_action (id, meeting_id, body, owner, account_id, due_on, done_note, version) VALUES ($1, $2, 'Ring', '', $2, '2019-03-01', '', 1)`, []any{who.id, who.id}},
			{`INSERT INTO meeting_action_reminder (account_id, action_id, due_on, sent_at) VALUES ($1, $1, '2019-03-01', $2)`, []any{who.id, now}},
			{`INSERT INTO mandate (id, organisation_id, account_id, invited_by, invited_at, signs, decision, decided_by, reason, ended_at, ended_by, ended_why, version)
				VALUES ($1, $1, $1, '', $2, 'alone', '', '', '', $2, '', '', 1)`, []any{who.id, now}},
			{`INSERT INTO mandate_document (id, mandate_id, account_id, name, media, sha256, sent_at)
				SELECT $1, $1, $1, 'protokoll.pdf', 'application/pdf', sha256, $2 FROM file_content LIMIT 1`, []any{who.id, now}},
			{`INSERT INTO organisation_request (id, organisation_id, account_id, name, number, legal_form, why, asked_at, decision, decided_by, reason)
				VALUES ($1, $1, $1, 'Solrosen', '', '', 'Nytt namn', $2, '', '', '')`, []any{who.id, now}},
			{"INSERT INTO entitlement_filing (id, organisation_id, year, stage, version) VALUES ($1, $1, 2019, 'handed_in', 1)", []any{who.id}},
			{`INSERT INTO entitlement_document (id, filing_id, kind, name, media, sha256, sent_by, sent_at)
				SELECT $1, $1, 'statutes', 'stadgar.pdf', 'application/pdf', sha256, '', $2 FROM file_content LIMIT 1`, []any{who.id, now}},
			{`INSERT INTO entitlement_step (id, filing_id, organisation_id, year, stage, day, message, done_by, done_at)
				VALUES ($1, $1, $1, 2019, 'handed_in', '2019-04-01', '', '', $2)`, []any{who.id, now}},
			{"INSERT INTO entitlement_reminder (filing_id, occasion, recipient, sent_at) VALUES ($1, '60', $1, $2)", []any{who.id, now}},
			{"INSERT INTO board (id, name, version) VALUES ($1, 'Nämnden', 1)", []any{board}},
			{"INSERT INTO board_member (id, board_id, name, office, account_id, from_on) VALUES ($1, $1, 'Någon', 'member', $2, '2019-01-01')", []any{board, who.id}},
			{`INSERT INTO board_case (id, diary_number, title, kind, points, summary, background, material, source_kind, source_id, indicator_ids, state, round, record_id,
				decision_record_id, created_at, version) VALUES ($1, 'PROV:1', 'Ärende', '', '[]', '', '', '{}', '', '', '[]', 'submitted', 1, '', '', $2, 1)`, []any{board, now}},
			{`INSERT INTO case_event (case_id, position, act, before_state, after_state, round, day, actor_name, why, at)
				VALUES ($1, 1, 'present', 'drafted', 'presented', 1, '2019-03-01', '', '', $2)`, []any{board, now}},
			{"INSERT INTO board_meeting (id, board_id, day, begins, place, adjusted_by, version) VALUES ($1, $1, '2019-03-01', '', '', '', 1)", []any{board}},
			{`INSERT INTO board_item (id, meeting_id, case_id, round, position, outcome, paragraph, decision, why, recorded_at)
				VALUES ($1, $2, $2, 1, 1, 'adopt', 1, 'Ja', '', $3)`, []any{item, board, now}},
			{"INSERT INTO case_conflict (case_id, member_id, reason, declared_at) VALUES ($1, $1, 'Släkt', $2)", []any{board, now}},
			{"INSERT INTO board_reservation (id, item_id, member_id, body) VALUES ($1, $2, $3, 'Nej')", []any{store.NewID(), item, board}},
			{`INSERT INTO programme (id, name, sort_key, kind, purpose, legal_basis, account, decision_maker, decided_by, years, needs_direction, de_minimis, is_assessed, rules, form,
				report_form, criteria, pots, added_at, version) VALUES ($1, '', '', '', '', '', '', '', '', 1, FALSE, FALSE, FALSE, '{}', '{}', '{}', '[]', '[]', $2, 1)`, []any{who.id, now}},
			{`INSERT INTO grant_call (id, programme_id, title, year, state, direction, contact, form, report_form, criteria, rules, pots, cancelled_why, added_at, version)
				VALUES ($1, $1, '', 2019, 'decided', '', '', '{}', '{}', '[]', '{}', '[]', '', $2, 1)`, []any{who.id, now}},
			{`INSERT INTO allocation (id, call_id, state, pots, wordings, appeal, made_by, changed_by, checked_by, signed_by, checked, made_at, version)
				VALUES ($1, $1, 'draft', '[]', '{}', 'legality', $1, $1, $1, $1, 'null', $2, 1)`, []any{who.id, now}},
			{"INSERT INTO feedback (id, message, page, reply_to, received_at) VALUES ($1, 'Knappen syns inte.', '', '', $2)", []any{store.NewID(), now}},
		} {
			if _, err := tx.Exec(ctx, row.query, row.args...); err != nil {
				return err
			}
		}
		return who.leaveTraces(ctx, tx)
	}); err != nil {
		t.Fatal(err)
	}
	return who
}

// leaveTraces writes the person into a row for each column by name or address.
func (k *known) leaveTraces(ctx context.Context, tx *store.Tx) error {
	for _, source := range app.PersonalData() {
		for i, whose := range source.Whose {
			value := map[personaldata.By]string{personaldata.ByName: k.name, personaldata.ByEmail: "Alva <" + strings.ToUpper(k.email) + ">"}[whose.By]
			if whose.By == personaldata.ByName && i == 0 {
				value = k.earlier
			}
			if value == "" {
				continue
			}
			changed, err := tx.Exec(ctx, fmt.Sprintf("UPDATE %s SET %s = $1 WHERE %[3]s = (SELECT max(%[3]s) FROM %[1]s WHERE %[3]s IS NOT NULL) OR %[3]s IS NULL", source.Table, whose.Column, source.When), value)
			if err != nil {
				return err
			}
			if changed == 0 {
				return fmt.Errorf("%s has no row to leave a trace in", source.Table)
			}
		}
	}
	return nil
}

// extractOf is what an extract holds, by table.
type extractOf struct {
	Names []string
	Parts []struct {
		Kind, Why, Table string
		Rows             []map[string]any
	}
}

func TestAnExtractHoldsEverythingAndNothingOfOthers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		who := withKnown(t, db)
		stranger, own := as(t, db, accounts.Reader), as(t, db, accounts.Administrator)
		own.token = who.token
		answer := own.get("/account/data.json")
		want(t, answer, http.StatusOK)
		var got extractOf
		if err := json.Unmarshal(answer.Body.Bytes(), &got); err != nil {
			t.Fatalf("%v in %s", err, answer.Body)
		}
		if !slices.Equal(got.Names, []string{who.name, who.earlier}) {
			t.Errorf("the names are %q", got.Names)
		}
		sources := app.PersonalData()
		if len(got.Parts) != len(sources) {
			t.Fatalf("%d parts of %d", len(got.Parts), len(sources))
		}
		page := own.get("/account/data").Body.String()
		for i, part := range got.Parts {
			if len(part.Rows) == 0 {
				t.Errorf("%s holds nothing in the extract", part.Table)
				continue
			}
			for _, column := range sources[i].Shown {
				if _, there := part.Rows[0][column]; !there {
					t.Errorf("%s lacks %s", part.Table, column)
				}
			}
			if part.Kind == "" || strings.HasPrefix(part.Kind, "personaldata.") || strings.HasPrefix(part.Why, "personaldata.") {
				t.Errorf("%s is not told in words: %q, %q", part.Table, part.Kind, part.Why)
			}
			if !strings.Contains(page, part.Kind) {
				t.Errorf("the page does not tell of %s", part.Kind)
			}
		}
		other := stranger.get("/account/data.json").Body.String()
		for _, trace := range []string{who.id, who.name, who.earlier, who.email} {
			if strings.Contains(strings.ToLower(other), strings.ToLower(trace)) {
				t.Errorf("the extract of somebody else holds %q", trace)
			}
		}
	})
}

// Whoever reads the list of people, somebody else's account or the messages that people have sent stands in the trail,
// once a day for each; reading one's own account, and an empty list, does not.
func TestReadingWhatIsSensitiveStandsInTheTrail(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		administrator, auditor := as(t, db, accounts.Administrator), as(t, db, accounts.Auditor)
		ctx := context.Background()
		seen := func() (list []string) {
			if err := db.Read(ctx, func(tx *store.Tx) error {
				return tx.Select(ctx, &list, "SELECT action FROM audit_entry WHERE action LIKE '%seen' ORDER BY at, id")
			}); err != nil {
				t.Fatal(err)
			}
			return list
		}
		var readers []string
		if err := db.Read(ctx, func(tx *store.Tx) error {
			return tx.Select(ctx, &readers, "SELECT id FROM account ORDER BY id")
		}); err != nil {
			t.Fatal(err)
		}
		administrator.get("/feedback")
		if got := seen(); len(got) != 0 {
			t.Fatalf("an empty list is told of: %q", got)
		}
		program := audit.As(ctx, audit.Actor{Kind: audit.Program, ID: "test", Name: "Prov"})
		if err := db.Write(program, func(tx *store.Tx) error {
			return feedback.Receive(program, tx, feedback.Message{ID: store.NewID(), Text: "Knappen syns inte."}, store.Now().Time)
		}); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			want(t, administrator.get("/people"), http.StatusOK)
			want(t, administrator.get("/people/"+readers[0]), http.StatusOK)
			want(t, administrator.get("/people/"+readers[1]), http.StatusOK) // one of the two is the reader's own
			want(t, administrator.get("/feedback"), http.StatusOK, "Knappen syns inte.")
		}
		wanted := []string{"account.list_seen", "account.seen", "feedback.seen"}
		if got := seen(); !slices.Equal(got, wanted) {
			t.Fatalf("the trail has %q, want %q", got, wanted)
		}
		want(t, auditor.get("/people"), http.StatusOK)
		if got := seen(); len(got) != len(wanted)+1 {
			t.Errorf("another reader does not stand in the trail: %q", got)
		}
		want(t, as(t, db, accounts.Officer).get("/people"), http.StatusForbidden)
		if got := seen(); len(got) != len(wanted)+1 {
			t.Errorf("somebody who was refused is said to have read: %q", got)
		}
	})
}

// Whoever reads or fetches what is kept about somebody else stands in that person's trail, once a day; nobody but
// administrators comes there.
func TestReadingAboutSomebodyStandsInTheTrail(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		who := withKnown(t, db)
		administrator, auditor := as(t, db, accounts.Administrator), as(t, db, accounts.Auditor)
		for range 2 {
			want(t, administrator.get("/people/"+who.id+"/data"), http.StatusOK, "Uppgifter om "+who.name)
			want(t, administrator.get("/people/"+who.id+"/data.json"), http.StatusOK)
		}
		want(t, auditor.get("/people/"+who.id+"/data"), http.StatusForbidden)
		want(t, administrator.get("/people/borta/data"), http.StatusNotFound)
		want(t, administrator.get("/people/borta/data.json"), http.StatusNotFound)
		var actions []string
		if err := db.Read(context.Background(), func(tx *store.Tx) error {
			return tx.Select(context.Background(), &actions, "SELECT action FROM audit_entry WHERE object_kind = 'account' AND object_id = $1 AND action LIKE 'account.data%' ORDER BY at, id", who.id)
		}); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(actions, []string{"account.data_seen", "account.data_fetched"}) {
			t.Errorf("the trail has %q", actions)
		}
	})
}
