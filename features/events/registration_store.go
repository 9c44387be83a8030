package events

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"time"

	"samverk/features/audit"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// Kinds of refusal that callers act on. Test with errors.Is.
var (
	errRegisteredAlready = errors.New("the address is registered already")
	errTooMany           = errors.New("too many registrations in a short time")
)

// newToken gives the secret part of a link. It cannot be guessed.
func newToken() string {
	var secret [24]byte
	rand.Read(secret[:]) // it never fails; see crypto/rand
	return base64.RawURLEncoding.EncodeToString(secret[:])
}

const registrationColumns = `r.id, r.event_id, r.name, r.email, r.organisation, COALESCE(r.organisation_id, '') AS organisation_id, r.needs, r.state, r.at_door, r.came,
	r.token, r.language, r.registered_at, r.place_in_line, r.version`

type registrationRow struct {
	ID, EventID, Name, Email, Organisation, OrganisationID, Needs string
	State                                                         Standing
	AtDoor, Came                                                  bool
	Token                                                         string
	Language                                                      i18n.Language
	RegisteredAt                                                  store.Time
	PlaceInLine                                                   int64
	Version                                                       int
}

func (r *registrationRow) registration() Registration {
	return Registration{r.ID, r.EventID, r.Name, r.Email, r.Organisation, r.OrganisationID, r.Needs, r.State, r.AtDoor, r.Came, r.Token, r.Language, r.RegisteredAt.Time,
		r.PlaceInLine, r.Version}
}

func selectRegistrations(ctx context.Context, tx *store.Tx, condition string, args ...any) ([]Registration, error) {
	var rows []registrationRow
	if err := tx.Select(ctx, &rows, "SELECT "+registrationColumns+" FROM event_registration r WHERE "+condition, args...); err != nil {
		return nil, err
	}
	all := make([]Registration, len(rows))
	for i := range rows {
		all[i] = rows[i].registration()
	}
	return all, nil
}

// Registrations lists everybody of an event in the order in which they came.
func Registrations(ctx context.Context, tx *store.Tx, eventID string) ([]Registration, error) {
	return selectRegistrations(ctx, tx, "r.event_id = $1 ORDER BY r.place_in_line, r.id", eventID)
}

func oneRegistration(ctx context.Context, tx *store.Tx, condition string, args ...any) (Registration, error) {
	found, err := selectRegistrations(ctx, tx, condition, args...)
	if err == nil && len(found) == 0 {
		err = i18n.Fail("events.registration.unknown").Because(store.ErrNotFound)
	}
	if err != nil {
		return Registration{}, err
	}
	return found[0], nil
}

// FindByToken gives the registration that a person's own link is about.
func FindByToken(ctx context.Context, tx *store.Tx, token string) (Registration, error) {
	return oneRegistration(ctx, tx, "r.token = $1", token)
}

// FindRegistration gives one of an event's registrations.
func FindRegistration(ctx context.Context, tx *store.Tx, eventID, id string) (Registration, error) {
	return oneRegistration(ctx, tx, "r.id = $1 AND r.event_id = $2", id, eventID)
}

// countsOf counts an event's registrations.
func countsOf(ctx context.Context, tx *store.Tx, eventID string) (c Counts, err error) {
	count := func(condition string) string {
		return "COALESCE(sum(CASE WHEN " + condition + " THEN 1 ELSE 0 END), 0)"
	}
	return c, tx.Get(ctx, &c, "SELECT "+count("state = 'placed' AND NOT at_door")+" AS placed, "+count("state = 'waiting'")+" AS waiting, "+count("state = 'cancelled'")+" AS withdrew, "+
		count("at_door")+" AS at_door, "+count("came")+" AS came, "+count("needs <> '' AND state <> 'cancelled'")+" AS needs FROM event_registration WHERE event_id = $1", eventID)
}

// told is what the trail keeps of a registration: nothing of whom it is about.
type registrationTold struct {
	RegistrationID string   `json:"registrationId"`
	State          Standing `json:"registrationState,omitempty"`
}

func tell(ctx context.Context, tx *store.Tx, action string, r *Registration) error {
	return audit.Append(ctx, tx, audit.Change{Action: action, ObjectKind: "event", ObjectID: r.EventID, After: registrationTold{r.ID, r.State}})
}

// Register registers somebody who asks for it themself: with a place when there is one, else in the line. The key was made with
// the form: the same form sent twice is one registration. The instant is when the server received it.
func (f *Feature) Register(ctx context.Context, tx *store.Tx, r Registration, now time.Time) (Registration, error) {
	r.tidy()
	if err := firstFault(r.check()); err != nil {
		return r, err
	}
	e, err := locked(ctx, tx, r.EventID)
	if err != nil {
		return r, err
	}
	if before, err := FindRegistration(ctx, tx, e.ID, r.ID); err == nil || !errors.Is(err, store.ErrNotFound) {
		return before, err
	}
	if err := refuseClosed(e.Registration(now)); err != nil {
		return r, err
	}
	if err := refuseFlood(ctx, tx, &r, now); err != nil {
		return r, err
	}
	return f.enter(ctx, tx, &e, r, "event.registered", now, true)
}

// RegisterFor registers somebody on whose behalf an officer acts; also before registration opens and after it has closed.
func (f *Feature) RegisterFor(ctx context.Context, tx *store.Tx, r Registration, now time.Time) (Registration, error) {
	r.tidy()
	if err := firstFault(r.check()); err != nil {
		return r, err
	}
	e, err := locked(ctx, tx, r.EventID)
	if err != nil {
		return r, err
	}
	if before, err := FindRegistration(ctx, tx, e.ID, r.ID); err == nil || !errors.Is(err, store.ErrNotFound) {
		return before, err
	}
	if r.AtDoor {
		return r, f.enterAtDoor(ctx, tx, &e, &r, now)
	}
	if e.State != Published {
		return r, i18n.Fail("events.not_published")
	}
	return f.enter(ctx, tx, &e, r, "event.registered_by_officer", now, false)
}

// refuseClosed says why nobody can register now.
func refuseClosed(o Opening) error {
	if o == Open {
		return nil
	}
	return i18n.Fail("events.opening." + string(o))
}

// refuseFlood refuses more registrations than people send.
func refuseFlood(ctx context.Context, tx *store.Tx, r *Registration, now time.Time) error {
	var lately, ofAddress int
	if err := tx.Get(ctx, &lately, "SELECT count(*) FROM event_registration WHERE event_id = $1 AND registered_at > $2", r.EventID, store.TimeOf(now.Add(-window))); err != nil {
		return err
	}
	if err := tx.Get(ctx, &ofAddress, "SELECT count(*) FROM event_registration WHERE email = $1 AND registered_at > $2", r.Email, store.TimeOf(now.Add(-addressWindow))); err != nil {
		return err
	}
	if lately >= mostInWindow || ofAddress >= mostOfAddress {
		return i18n.Fail("events.too_many").Because(errTooMany)
	}
	return nil
}

// enter writes a registration, with a place or in the line, and confirms it by mail.
func (f *Feature) enter(ctx context.Context, tx *store.Tx, e *Event, r Registration, action string, now time.Time, consented bool) (Registration, error) {
	before, err := oneRegistration(ctx, tx, "r.event_id = $1 AND r.email = $2 AND r.state <> $3", e.ID, r.Email, Withdrew)
	if err == nil {
		return before, i18n.Fail("events.registration.already").Because(errRegisteredAlready)
	}
	if !errors.Is(err, store.ErrNotFound) {
		return r, err
	}
	counts, err := countsOf(ctx, tx, e.ID)
	if err != nil {
		return r, err
	}
	r.State = Waiting
	if counts.hasPlace(e.Places) {
		r.State = Placed
	}
	if err := insertRegistration(ctx, tx, e, &r, now, consented); err != nil {
		return r, err
	}
	if err := tell(ctx, tx, action, &r); err != nil {
		return r, err
	}
	return r, f.mail(ctx, tx, e, &r, string(r.State), r.ID+" confirmed")
}

func insertRegistration(ctx context.Context, tx *store.Tx, e *Event, r *Registration, now time.Time, consented bool) error {
	if err := tx.Get(ctx, &r.Line, "SELECT COALESCE(max(place_in_line), 0) + 1 FROM event_registration WHERE event_id = $1", e.ID); err != nil {
		return err
	}
	var organisation, consent any
	if r.OrganisationID != "" {
		organisation = r.OrganisationID
	}
	if consented {
		consent = store.TimeOf(now)
	}
	r.Token, r.RegisteredAt, r.Version = newToken(), now, 1
	if r.Language == "" {
		r.Language = i18n.In(ctx).Language()
	}
	_, err := tx.Exec(ctx, `INSERT INTO event_registration (id, event_id, name, email, organisation, organisation_id, needs, state, at_door, place_in_line, came, token, language,
		consented_at, registered_at, keep_from, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 1)`,
		r.ID, e.ID, r.Name, r.Email, r.Organisation, organisation, r.Needs, r.State, r.AtDoor, r.Line, r.Came, r.Token, r.Language, consent, store.TimeOf(now), store.TimeOf(e.Ends))
	return err
}

// fill gives the places that are free to those who have waited longest, and tells them by mail. Once the event has begun nobody
// is called any more.
func (f *Feature) fill(ctx context.Context, tx *store.Tx, e *Event) error {
	if e.State != Published || e.hasBegun(time.Now()) {
		return nil
	}
	counts, err := countsOf(ctx, tx, e.ID)
	if err != nil || counts.Waiting == 0 {
		return err
	}
	places := counts.Waiting
	if e.Places > 0 {
		places = free(e.Places, counts.Placed)
	}
	next, err := selectRegistrations(ctx, tx, "r.event_id = $1 AND r.state = $2 ORDER BY r.place_in_line, r.id LIMIT $3", e.ID, Waiting, places)
	if err != nil {
		return err
	}
	for i := range next {
		r := &next[i]
		if err := setState(ctx, tx, r, Placed, "event.place_given"); err != nil {
			return err
		}
		if err := f.mail(ctx, tx, e, r, "given", ""); err != nil {
			return err
		}
	}
	return nil
}

func setState(ctx context.Context, tx *store.Tx, r *Registration, state Standing, action string) error {
	r.State = state
	if _, err := tx.Exec(ctx, "UPDATE event_registration SET state = $2, version = version + 1 WHERE id = $1", r.ID, state); err != nil {
		return err
	}
	return tell(ctx, tx, action, r)
}

// WithdrawRegistration takes a registration back. What the person needs is not kept any longer, and the place goes to whoever has waited
// longest. Taking back twice changes nothing.
func (f *Feature) WithdrawRegistration(ctx context.Context, tx *store.Tx, eventID, id string, byOfficer bool) error {
	e, err := locked(ctx, tx, eventID)
	if err != nil {
		return err
	}
	r, err := FindRegistration(ctx, tx, eventID, id)
	if err != nil || r.State == Withdrew {
		return err
	}
	if e.State == Held || e.State == Cancelled {
		return i18n.Fail("events.is_over")
	}
	if _, err := tx.Exec(ctx, "UPDATE event_registration SET needs = '', came = $2, at_door = $2 WHERE id = $1", r.ID, false); err != nil {
		return err
	}
	action := "event.registration_withdrawn"
	if byOfficer {
		action = "event.registration_cancelled"
	}
	if err := setState(ctx, tx, &r, Withdrew, action); err != nil {
		return err
	}
	if err := f.mail(ctx, tx, &e, &r, "withdrew", ""); err != nil {
		return err
	}
	return f.fill(ctx, tx, &e)
}

// ChangeRegistration changes what a registration says of the person; of an address that another registration has it is told.
// Somebody else's change since version seen is not written over.
func (f *Feature) ChangeRegistration(ctx context.Context, tx *store.Tx, r Registration, withNeeds bool) error {
	r.tidy()
	e, err := locked(ctx, tx, r.EventID)
	if err != nil {
		return err
	}
	before, err := FindRegistration(ctx, tx, r.EventID, r.ID)
	if err != nil {
		return err
	}
	if r.AtDoor = before.AtDoor; !withNeeds {
		r.Needs = before.Needs
	}
	if err := firstFault(r.check()); err != nil {
		return err
	}
	if before.State == Withdrew {
		return i18n.Fail("events.registration.is_withdrawn")
	}
	if before.Name == r.Name && before.Email == r.Email && before.Organisation == r.Organisation && before.OrganisationID == r.OrganisationID && before.Needs == r.Needs {
		return nil
	}
	if before.Version != r.Version {
		return i18n.Fail("events.meanwhile").Because(errSavedMeanwhile)
	}
	if _, err := oneRegistration(ctx, tx, "r.event_id = $1 AND r.email = $2 AND r.email <> '' AND r.state <> $3 AND r.id <> $4", r.EventID, r.Email, Withdrew, r.ID); err == nil {
		return i18n.Fail("events.registration.already").Because(errRegisteredAlready)
	} else if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	var organisation any
	if r.OrganisationID != "" {
		organisation = r.OrganisationID
	}
	if _, err := tx.Exec(ctx, "UPDATE event_registration SET name = $2, email = $3, organisation = $4, organisation_id = $5, needs = $6, version = version + 1 WHERE id = $1",
		r.ID, r.Name, r.Email, r.Organisation, organisation, r.Needs); err != nil {
		return err
	}
	before.State = ""
	if err := tell(ctx, tx, "event.registration_changed", &before); err != nil {
		return err
	}
	return f.keepEvidence(ctx, tx, &e, &e)
}

// Move puts somebody first among those who wait, or takes their place away and puts them last. A place that is free afterwards
// is given to whoever is first.
func (f *Feature) Move(ctx context.Context, tx *store.Tx, eventID, id string, first bool) error {
	e, err := locked(ctx, tx, eventID)
	if err != nil {
		return err
	}
	r, err := FindRegistration(ctx, tx, eventID, id)
	if err != nil {
		return err
	}
	if e.State != Published || r.State == Withdrew || r.AtDoor || first != (r.State == Waiting) {
		return i18n.Fail("events.registration.cannot_move")
	}
	line := "SELECT min(place_in_line) - 1 FROM event_registration WHERE event_id = $1"
	if !first {
		line = "SELECT max(place_in_line) + 1 FROM event_registration WHERE event_id = $1"
		counts, err := countsOf(ctx, tx, eventID)
		if err != nil {
			return err
		}
		if counts.Waiting == 0 {
			return i18n.Fail("events.registration.nobody_waits")
		}
	}
	if err := tx.Get(ctx, &r.Line, line, eventID); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE event_registration SET place_in_line = $2 WHERE id = $1", id, r.Line); err != nil {
		return err
	}
	if first {
		if err := tell(ctx, tx, "event.moved_first", &r); err != nil {
			return err
		}
	} else {
		if err := setState(ctx, tx, &r, Waiting, "event.moved_last"); err != nil {
			return err
		}
		if err := f.mail(ctx, tx, &e, &r, "moved", ""); err != nil {
			return err
		}
	}
	return f.fill(ctx, tx, &e)
}

// RemindOfLink sends somebody's link again, at most once a day.
func (f *Feature) RemindOfLink(ctx context.Context, tx *store.Tx, e *Event, r *Registration, now time.Time) error {
	return f.mail(ctx, tx, e, r, "again", r.ID+" again "+dayOf(now))
}

// aheadOf is how many wait before somebody who waits.
func aheadOf(ctx context.Context, tx *store.Tx, r *Registration) (n int, err error) {
	return n, tx.Get(ctx, &n, "SELECT count(*) FROM event_registration WHERE event_id = $1 AND state = $2 AND place_in_line < $3", r.EventID, Waiting, r.Line)
}
