package audit

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"

	"samverk/platform/i18n"
	"samverk/platform/store"
)

// ActorKind says what sort of actor did something.
type ActorKind string

const (
	Account    ActorKind = "account"     // somebody signed in
	SystemUser ActorKind = "system_user" // the operating-system user at the command line
	Program    ActorKind = "program"     // the program itself: a periodic job, the example
)

// Actor is who does something.
type Actor struct {
	Kind ActorKind
	ID   string
	Name string
}

type actorKey struct{}

// As gives a context in which everything is done by actor.
func As(ctx context.Context, actor Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, actor)
}

// ActorIn is who acts in this context; false when nobody has been named.
func ActorIn(ctx context.Context) (Actor, bool) {
	actor, ok := ctx.Value(actorKey{}).(Actor)
	return actor, ok
}

// Change is what a feature tells the trail. Before and After are written as JSON; nil means the object did not exist.
type Change struct {
	Action     string // verb in the past: "plan.accepted", "record.voided"
	ObjectKind string
	ObjectID   string
	Reason     string
	Before     any
	After      any
}

// Entry is a row of the trail. Seq is 0 until the entry is sealed.
type Entry struct {
	ID         string
	At         store.Time
	ActorKind  ActorKind
	ActorID    string
	ActorName  string
	Action     string
	ObjectKind string
	ObjectID   string
	Reason     string
	Before     string
	After      string
	Seq        int64
	Previous   string
	Hash       string
}

// newEntry makes the unsealed entry of a change; an unnamed actor is a fault in the program.
func newEntry(ctx context.Context, c Change) (Entry, error) {
	actor, ok := ActorIn(ctx)
	if !ok {
		return Entry{}, i18n.Fail("audit.no_actor", "action", c.Action)
	}
	before, err := asJSON(c.Before)
	if err != nil {
		return Entry{}, err
	}
	after, err := asJSON(c.After)
	if err != nil {
		return Entry{}, err
	}
	return Entry{
		ID: store.NewID(), At: store.Now(),
		ActorKind: actor.Kind, ActorID: actor.ID, ActorName: actor.Name,
		Action: c.Action, ObjectKind: c.ObjectKind, ObjectID: c.ObjectID, Reason: c.Reason,
		Before: before, After: after,
	}, nil
}

func asJSON(v any) (string, error) {
	if v == nil {
		return "", nil
	}
	data, err := json.Marshal(v)
	return string(data), err
}

// seal gives the entry its number and place in the chain after head.
func (e *Entry) seal(after head) {
	e.Seq, e.Previous = after.Seq+1, after.Hash
	e.Hash = e.digest()
}

// digest is SHA-256 over the entry's number, the previous hash and every field, each with its length before it so
// that no two entries can be written alike.
func (e *Entry) digest() string {
	h := sha256.New()
	write := func(text string) {
		var length [8]byte
		binary.BigEndian.PutUint64(length[:], uint64(len(text)))
		h.Write(length[:])
		h.Write([]byte(text))
	}
	var seq [8]byte
	binary.BigEndian.PutUint64(seq[:], uint64(e.Seq))
	h.Write(seq[:])
	at, _ := e.At.Value()
	atText, _ := at.(string)
	for _, field := range []string{
		e.Previous, e.ID, atText, string(e.ActorKind), e.ActorID, e.ActorName,
		e.Action, e.ObjectKind, e.ObjectID, e.Reason, e.Before, e.After,
	} {
		write(field)
	}
	return hex.EncodeToString(h.Sum(nil))
}
