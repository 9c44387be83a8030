package networks

import (
	"context"
	"errors"
	"slices"

	"samverk/features/audit"
	"samverk/features/organisations"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// memberQuery reads members with the organisation that stands for each.
var memberQuery = `SELECT m.id, m.network_id, COALESCE(o.id, '') AS organisation_id, COALESCE(o.name, '') AS organisation, m.name, m.email, m.role,
	m.starts_on AS "from", m.ends_on AS until, m.ended_why, o.ended_on IS NOT NULL AS has_ended, COALESCE(m.organisation_id, '') AS was, m.version
	FROM network_member m LEFT JOIN organisation w ON w.id = m.organisation_id LEFT JOIN organisation o ON o.id = ` + organisations.Stands("w")

// Members lists everybody who belongs or has belonged to a network: chair and committee first, then by name. Organisations that
// have been merged are one.
func Members(ctx context.Context, tx *store.Tx, networkID string) ([]Member, error) {
	all, _, err := membersAndHidden(ctx, tx, networkID)
	return all, err
}

func membersAndHidden(ctx context.Context, tx *store.Tx, networkID string) (all []Member, hidden map[string][]Member, err error) {
	err = tx.Select(ctx, &all, memberQuery+" WHERE m.network_id = $1 ORDER BY COALESCE(o.sort_key, m.sort_key), m.starts_on, m.id", networkID)
	all, hidden = asOne(all)
	inOrder(all)
	return all, hidden, err
}

// MembersOn lists those who belong to a network on a day.
func MembersOn(ctx context.Context, tx *store.Tx, networkID string, day calendar.Date) ([]Member, error) {
	all, err := Members(ctx, tx, networkID)
	now, _, _ := onDay(all, day)
	return now, err
}

// FindMember gives a member of a network; store.ErrNotFound when there is none.
func FindMember(ctx context.Context, tx *store.Tx, networkID, id string) (m Member, err error) {
	unknown := i18n.Fail("networks.member_unknown").Because(store.ErrNotFound)
	if !store.IsID(networkID) || !store.IsID(id) {
		return m, unknown
	}
	if err = tx.Get(ctx, &m, memberQuery+" WHERE m.network_id = $1 AND m.id = $2", networkID, id); errors.Is(err, store.ErrNotFound) {
		err = unknown
	}
	return m, err
}

// membership is an organisation's, with what its network is.
type membership struct {
	Member
	Network  string
	IsPublic bool
}

// memberships lists what an organisation belongs and has belonged to, the earliest first.
func memberships(ctx context.Context, tx *store.Tx, organisationID string) (all []membership, err error) {
	var rows []membership
	if err := tx.Select(ctx, &rows, `SELECT m.id, m.network_id, w.id AS organisation_id, '' AS organisation, m.name, '' AS email, m.role, m.starts_on AS "from", m.ends_on AS until,
		m.ended_why, false AS has_ended, COALESCE(m.organisation_id, '') AS was, m.version, n.name AS network, n.is_public
		FROM network_member m JOIN network n ON n.id = m.network_id JOIN organisation w ON w.id = m.organisation_id
		WHERE m.organisation_id IN (`+organisations.AllOf("$1")+`) ORDER BY m.starts_on, m.id`, organisationID); err != nil {
		return nil, err
	}
	of, in := map[string]membership{}, map[string][]Member{}
	var networks []string
	for _, row := range rows {
		if len(in[row.NetworkID]) == 0 {
			networks = append(networks, row.NetworkID)
		}
		row.OrganisationID = organisationID
		of[row.NetworkID], in[row.NetworkID] = row, append(in[row.NetworkID], row.Member)
	}
	for _, id := range networks {
		members, _ := asOne(in[id])
		for _, m := range members {
			m.Name = ""
			all = append(all, membership{m, of[id].Network, of[id].IsPublic})
		}
	}
	slices.SortStableFunc(all, func(a, b membership) int { return a.From.Compare(b.From) })
	return all, nil
}

// memberTold is what the trail keeps of a member: organisations by name, of people only that it is one. How to reach
// somebody is never kept there, since the trail is never changed.
type memberTold struct {
	Organisation string        `json:"organisation,omitempty"`
	IsPerson     bool          `json:"isPerson"`
	HasEmail     bool          `json:"hasEmail"`
	Role         MemberRole    `json:"networkRole"`
	From         calendar.Date `json:"startsOn"`
	Until        calendar.Date `json:"lastDay,omitzero"`
}

func (m *Member) told() memberTold {
	return memberTold{m.Organisation, m.OrganisationID == "", m.Email != "", m.Role, m.From, m.Until}
}

// openNetwork gives a network that goes on, and keeps others from changing networks meanwhile.
func openNetwork(ctx context.Context, tx *store.Tx, id string) (Network, error) {
	if err := tx.Lock(ctx, lock); err != nil {
		return Network{}, err
	}
	n, err := Find(ctx, tx, id)
	if err == nil && n.HasEnded() {
		err = i18n.Fail("networks.has_ended", "name", n.Name)
	}
	return n, err
}

// AddMember adds somebody to a network: a person, or a person for an organisation. The key was made with the form, so the
// same form sent twice adds one.
func AddMember(ctx context.Context, tx *store.Tx, m Member) error {
	m.tidy()
	if err := firstFault(m.check()); err != nil {
		return err
	}
	if _, err := openNetwork(ctx, tx, m.NetworkID); err != nil {
		return err
	}
	if m.OrganisationID != "" {
		id, err := organisations.Resolve(ctx, tx, m.OrganisationID)
		if err != nil {
			return err
		}
		m.OrganisationID = id
	}
	there, err := Members(ctx, tx, m.NetworkID)
	if err != nil {
		return err
	}
	for i := range there {
		switch {
		case there[i].ID == m.ID:
			return nil
		case m.clashes(&there[i]):
			return i18n.Fail("networks.member_there", "who", there[i].Called())
		}
	}
	return insertMember(ctx, tx, m)
}

func insertMember(ctx context.Context, tx *store.Tx, m Member) error {
	called := m.Name
	var organisation any
	if m.OrganisationID != "" {
		o, err := organisations.Find(ctx, tx, m.OrganisationID)
		if err != nil {
			return err
		}
		if o.HasEnded() && (m.Until.IsZero() || m.Until.After(o.EndedOn)) {
			return i18n.Fail("networks.organisation_ended", "name", o.Name, "day", o.EndedOn.String())
		}
		m.Organisation, called, organisation = o.Name, o.Name, o.ID
	}
	if _, err := tx.Exec(ctx, `INSERT INTO network_member (id, network_id, organisation_id, name, email, role, starts_on, ends_on, ended_why, sort_key, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)`, m.ID, m.NetworkID, organisation, m.Name, m.Email, m.Role, m.From, m.Until, m.EndedWhy,
		organisations.SortKey(called)); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: "network.member_added", ObjectKind: "network", ObjectID: m.NetworkID, After: m.told()})
}

// Joining is many organisations that become members the same day.
type Joining struct {
	NetworkID       string
	OrganisationIDs []string
	Role            MemberRole
	From            calendar.Date
	// WithContacts lets each organisation's first contact with an e-mail address be who comes for it.
	WithContacts bool
}

// Join makes organisations members of a network, and tells how many. Those that are members that day or later are left as
// they are, so the same form sent twice adds each once.
func Join(ctx context.Context, tx *store.Tx, j Joining) (added int, err error) {
	if _, err := openNetwork(ctx, tx, j.NetworkID); err != nil {
		return 0, err
	}
	there, err := Members(ctx, tx, j.NetworkID)
	if err != nil {
		return 0, err
	}
	for _, id := range j.OrganisationIDs {
		if id, err = organisations.Resolve(ctx, tx, id); err != nil {
			return added, err
		}
		if isMember(there, id, j.From) {
			continue
		}
		m := Member{ID: store.NewID(), NetworkID: j.NetworkID, OrganisationID: id, Role: j.Role, From: j.From}
		if j.WithContacts {
			if err := m.fromContacts(ctx, tx); err != nil {
				return added, err
			}
		}
		m.tidy()
		if err := firstFault(m.check()); err != nil {
			return added, err
		}
		if err := insertMember(ctx, tx, m); err != nil {
			return added, err
		}
		there = append(there, m)
		added++
	}
	return added, nil
}

func (m *Member) fromContacts(ctx context.Context, tx *store.Tx) error {
	contacts, err := organisations.Contacts(ctx, tx, m.OrganisationID)
	for _, c := range contacts {
		if c.Email != "" {
			m.Name, m.Email = c.Name, c.Email
			break
		}
	}
	return err
}

// ChangeMember changes what is said of a member, unless somebody else has done so since version seen. Its organisation stays
// the same.
func ChangeMember(ctx context.Context, tx *store.Tx, m Member, seen int) error {
	m.tidy()
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	before, err := FindMember(ctx, tx, m.NetworkID, m.ID)
	if err != nil {
		return err
	}
	after := before
	after.Name, after.Email, after.Role, after.From, after.Until, after.EndedWhy = m.Name, m.Email, m.Role, m.From, m.Until, m.EndedWhy
	if err := firstFault(after.check()); err != nil || before == after {
		return err
	}
	if before.Version != seen {
		return i18n.Fail("networks.meanwhile").Because(ErrSavedMeanwhile)
	}
	there, hidden, err := membersAndHidden(ctx, tx, m.NetworkID)
	if err != nil {
		return err
	}
	for i := range there {
		if after.clashes(&there[i]) {
			return i18n.Fail("networks.member_there", "who", there[i].Called())
		}
	}
	if err := updateMember(ctx, tx, &before, &after, "network.member_changed"); err != nil || after.Until.IsZero() {
		return err
	}
	return endAll(ctx, tx, hidden[m.ID], after.Until, after.EndedWhy)
}

func updateMember(ctx context.Context, tx *store.Tx, before, after *Member, action string) error {
	key := organisations.SortKey(after.Called())
	if _, err := tx.Exec(ctx, `UPDATE network_member SET name = $2, email = $3, role = $4, starts_on = $5, ends_on = $6, ended_why = $7, sort_key = $8, version = version + 1
		WHERE id = $1`, after.ID, after.Name, after.Email, after.Role, after.From, after.Until, after.EndedWhy, key); err != nil {
		return err
	}
	return audit.Append(ctx, tx, audit.Change{Action: action, ObjectKind: "network", ObjectID: after.NetworkID, Reason: after.EndedWhy, Before: before.told(), After: after.told()})
}

// EndMember says which day is a member's last, and why. One that has ended can be given another last day. What it stands for since
// a merge ends the same day, or would be seen again.
func EndMember(ctx context.Context, tx *store.Tx, networkID, id string, day calendar.Date, why string) error {
	if err := tx.Lock(ctx, lock); err != nil {
		return err
	}
	before, err := FindMember(ctx, tx, networkID, id)
	if err != nil {
		return err
	}
	if err := firstFault(checkEnd(before.From, day, why, true)); err != nil {
		return err
	}
	_, hidden, err := membersAndHidden(ctx, tx, networkID)
	if err != nil {
		return err
	}
	return endAll(ctx, tx, append([]Member{before}, hidden[id]...), day, why)
}

// endAll ends those of some members that have begun by a day.
func endAll(ctx context.Context, tx *store.Tx, some []Member, day calendar.Date, why string) error {
	for i := range some {
		after := some[i]
		after.Until, after.EndedWhy = day, why
		if some[i] == after || day.Before(after.From) {
			continue
		}
		if err := updateMember(ctx, tx, &some[i], &after, "network.member_ended"); err != nil {
			return err
		}
	}
	return nil
}

// publicMembers lists the organisations that belong to a network on a day and that anybody may read of, without who comes
// for them. People of their own are never among them.
func publicMembers(ctx context.Context, tx *store.Tx, networkID string, day calendar.Date) (all []Member, err error) {
	err = tx.Select(ctx, &all, memberQuery+` WHERE m.network_id = $1 AND o.is_public AND o.ended_on IS NULL
		AND m.starts_on <= $2 AND (m.ends_on IS NULL OR m.ends_on >= $2) ORDER BY o.sort_key, m.starts_on, m.id`, networkID, day)
	one := all[:0]
	for _, m := range all {
		if m.Name, m.Email = "", ""; len(one) == 0 || one[len(one)-1].OrganisationID != m.OrganisationID {
			one = append(one, m)
		}
	}
	return one, err
}
