package networks

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"samverk/features/audit"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/fold"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// ErrSavedMeanwhile says that somebody else has saved since the reader looked. Test with errors.Is.
var ErrSavedMeanwhile = errors.New("somebody else saved meanwhile")

// lock is held by whoever changes a network, its members or its types of meetings.
const lock = "networks"

const networkQuery = "SELECT id, name, kind, purpose, management, web, is_public, ended_on, ended_why, version FROM network"

// Find gives a network; store.ErrNotFound when there is none.
func Find(ctx context.Context, tx *store.Tx, id string) (n Network, err error) {
	unknown := i18n.Fail("networks.unknown").Because(store.ErrNotFound)
	if !store.IsID(id) {
		return n, unknown
	}
	if err = tx.Get(ctx, &n, networkQuery+" WHERE id = $1", id); errors.Is(err, store.ErrNotFound) {
		err = unknown
	}
	return n, err
}

// All lists every network in the order of the names, those that have ended too.
func All(ctx context.Context, tx *store.Tx) (all []Network, err error) {
	return all, tx.Select(ctx, &all, networkQuery+" ORDER BY sort_key, id")
}

// sizes are how many members each network has on a day.
func sizes(ctx context.Context, tx *store.Tx, day calendar.Date) (map[string]int, error) {
	var rows []Member
	if err := tx.Select(ctx, &rows, memberQuery+" WHERE m.starts_on <= $1 AND (m.ends_on IS NULL OR m.ends_on >= $1) ORDER BY m.network_id, m.id", day); err != nil {
		return nil, err
	}
	in, all := map[string][]Member{}, map[string]int{}
	for _, m := range rows {
		in[m.NetworkID] = append(in[m.NetworkID], m)
	}
	for id, some := range in {
		members, _ := asOne(some)
		all[id] = len(members)
	}
	return all, nil
}

// told is what the trail keeps of a network.
type told struct {
	Name       string        `json:"name"`
	Kind       Kind          `json:"networkKind"`
	Purpose    string        `json:"purpose"`
	Management string        `json:"management"`
	Web        string        `json:"web"`
	IsPublic   bool          `json:"isPublic"`
	EndedOn    calendar.Date `json:"endedOn,omitzero"`
}

func (n *Network) told() told {
	return told{n.Name, n.Kind, n.Purpose, n.Management, n.Web, n.IsPublic, n.EndedOn}
}

// Add adds a network. The key was made with the form, so the same form sent twice adds one.
func Add(ctx context.Context, tx *store.Tx, id string, c Content) error {
	c.tidy()
	if err := firstFault(c.check()); err != nil {
		return err
	}
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	var there int
	if err := tx.Get(ctx, &there, "SELECT count(*) FROM network WHERE id = $1", id); err != nil || there > 0 {
		return err
	}
	if err := nameIsFree(ctx, tx, id, c.Name); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO network (id, name, sort_key, kind, purpose, management, web, is_public, ended_why, added_at, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', $9, 1)`, id, c.Name, organisations.SortKey(c.Name), c.Kind, c.Purpose, c.Management, c.Web, c.IsPublic, store.Now()); err != nil {
		return err
	}
	n := Network{ID: id, Content: c}
	return audit.Append(ctx, tx, audit.Change{Action: "network.added", ObjectKind: "network", ObjectID: id, After: n.told()})
}

// nameIsFree refuses the name of another network that goes on: rules of the plan know networks by their names.
func nameIsFree(ctx context.Context, tx *store.Tx, id, name string) error {
	all, err := All(ctx, tx)
	for i := range all {
		if n := &all[i]; n.ID != id && !n.HasEnded() && fold.Search(n.Name) == fold.Search(name) {
			return i18n.Fail("networks.name_taken", "name", n.Name)
		}
	}
	return err
}

// Change changes what is said of a network, unless somebody else has done so since version seen. What is the same already
// is not saved again.
func Change(ctx context.Context, tx *store.Tx, id string, c Content, seen int) error {
	c.tidy()
	if err := firstFault(c.check()); err != nil {
		return err
	}
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	before, err := Find(ctx, tx, id)
	if err != nil || before.Content == c {
		return err
	}
	if before.Version != seen {
		return i18n.Fail("networks.meanwhile").Because(ErrSavedMeanwhile)
	}
	if err := nameIsFree(ctx, tx, id, c.Name); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE network SET name = $2, sort_key = $3, kind = $4, purpose = $5, management = $6, web = $7, is_public = $8, version = version + 1
		WHERE id = $1`, id, c.Name, organisations.SortKey(c.Name), c.Kind, c.Purpose, c.Management, c.Web, c.IsPublic); err != nil {
		return err
	}
	after := before
	after.Content = c
	return audit.Append(ctx, tx, audit.Change{Action: "network.changed", ObjectKind: "network", ObjectID: id, Before: before.told(), After: after.told()})
}

// End says that a network is no more since a day, and why. Memberships that still went on end the same day.
func End(ctx context.Context, tx *store.Tx, id string, day calendar.Date, why string) error {
	if err := firstFault(checkEnd(calendar.Date{}, day, why, true)); err != nil {
		return err
	}
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	before, err := Find(ctx, tx, id)
	if err != nil || before.HasEnded() {
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE network_member SET ends_on = CASE WHEN starts_on > $2 THEN starts_on ELSE $2 END, ended_why = $3, version = version + 1
		WHERE network_id = $1 AND (ends_on IS NULL OR ends_on > $2)`, id, day, why); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE network SET ended_on = $2, ended_why = $3, version = version + 1 WHERE id = $1", id, day, why); err != nil {
		return err
	}
	after := before
	after.EndedOn = day
	return audit.Append(ctx, tx, audit.Change{Action: "network.ended", ObjectKind: "network", ObjectID: id, Reason: why, Before: before.told(), After: after.told()})
}

// Reopen takes an end back that was a mistake. Memberships that ended with the network, that day and for that reason, go on.
func Reopen(ctx context.Context, tx *store.Tx, id string) error {
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	before, err := Find(ctx, tx, id)
	if err != nil || !before.HasEnded() {
		return err
	}
	if err := nameIsFree(ctx, tx, id, before.Name); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE network_member SET ends_on = NULL, ended_why = '', version = version + 1
		WHERE network_id = $1 AND (ends_on = $2 OR starts_on > $2) AND ended_why = $3`, id, before.EndedOn, before.EndedWhy); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE network SET ended_on = NULL, ended_why = '', version = version + 1 WHERE id = $1", id); err != nil {
		return err
	}
	after := before
	after.EndedOn = calendar.Date{}
	return audit.Append(ctx, tx, audit.Change{Action: "network.reopened", ObjectKind: "network", ObjectID: id, Before: before.told(), After: after.told()})
}

// publicOnes are the networks that anybody may read of.
func publicOnes(ctx context.Context, tx *store.Tx) (all []Network, err error) {
	return all, tx.Select(ctx, &all, networkQuery+" WHERE is_public AND ended_on IS NULL ORDER BY sort_key, id")
}

// publicSizes are how many organisations that anybody may read of belong to each network on a day.
func publicSizes(ctx context.Context, tx *store.Tx, day calendar.Date) (map[string]int, error) {
	var rows []struct {
		NetworkID string
		Members   int
	}
	err := tx.Select(ctx, &rows, `SELECT m.network_id, count(DISTINCT o.id) AS members FROM network_member m
		JOIN organisation w ON w.id = m.organisation_id JOIN organisation o ON o.id = `+organisations.Stands("w")+`
		WHERE o.is_public AND o.ended_on IS NULL AND m.starts_on <= $1 AND (m.ends_on IS NULL OR m.ends_on >= $1) GROUP BY m.network_id`, day)
	all := make(map[string]int, len(rows))
	for _, row := range rows {
		all[row.NetworkID] = row.Members
	}
	return all, err
}

// Named lists networks that answer a query by name or purpose, the best first; for everybody only those that are public.
func Named(ctx context.Context, tx *store.Tx, q fold.Query, public bool) ([]Network, error) {
	all, err := All(ctx, tx)
	if public {
		all, err = publicOnes(ctx, tx)
	}
	all = slices.DeleteFunc(all, func(n Network) bool { return q.Score(n.Name, n.Purpose) == 0 })
	slices.SortStableFunc(all, func(a, b Network) int { return cmp.Compare(q.Score(b.Name, b.Purpose), q.Score(a.Name, a.Purpose)) })
	return all, err
}
