package example

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"time"

	"github.com/BurntSushi/toml"

	"samverk/features/meetings"
	"samverk/features/networks"
	"samverk/features/organisations"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/store"
	"samverk/platform/workday"
)

//go:embed networks.toml
var networksFile []byte

type network struct {
	Name, Kind, Purpose, Management, Web, Since, Chair string
	Public                                             bool
	EveryOrganisation                                  bool     `toml:"every_organisation"` // that goes on is a member
	Committee, People                                  []string // organisations on the committee; people of their own
	Type                                               []meetingType
}

type meetingType struct {
	Name, Kind, Place, Link string
	Wanted, Minutes         int
	Public                  bool
	Agenda                  []string
	Lengths                 []int
}

// putNetworks adds the networks with their members and types of meetings, and plans the meetings of the half year from a day on;
// unless somebody has begun with networks already.
func putNetworks(ctx context.Context, tx *store.Tx, today calendar.Date) error {
	var all struct{ Network []network }
	read, err := toml.Decode(string(networksFile), &all)
	if err != nil {
		return err
	}
	if unknown := read.Undecoded(); len(unknown) > 0 {
		return fmt.Errorf("networks.toml: %s is not known", unknown[0])
	}
	there, err := networks.All(ctx, tx)
	if err != nil || len(there) > 0 {
		return err
	}
	var taken []calendar.Date // one meeting a day
	for i := range all.Network {
		if err := all.Network[i].put(ctx, tx, today, &taken); err != nil {
			return fmt.Errorf("networks.toml: %s: %w", all.Network[i].Name, err)
		}
	}
	return nil
}

func (n *network) put(ctx context.Context, tx *store.Tx, today calendar.Date, taken *[]calendar.Date) error {
	id := store.NewID()
	if err := networks.Add(ctx, tx, id, networks.Content{Name: n.Name, Kind: networks.Kind(n.Kind), Purpose: n.Purpose, Management: n.Management, Web: n.Web,
		IsPublic: n.Public}); err != nil {
		return err
	}
	if n.EveryOrganisation {
		if err := n.putOrganisations(ctx, tx, id); err != nil {
			return err
		}
	}
	for _, name := range n.People {
		if err := networks.AddMember(ctx, tx, networks.Member{ID: store.NewID(), NetworkID: id, Name: name, Role: networks.Ordinary, From: calendar.MustDate(n.Since)}); err != nil {
			return err
		}
	}
	for i := range n.Type {
		if err := n.Type[i].put(ctx, tx, id, today, taken); err != nil {
			return err
		}
	}
	return nil
}

func (n *network) putOrganisations(ctx context.Context, tx *store.Tx, id string) error {
	page, err := organisations.List(ctx, tx, organisations.Filter{Limit: 500})
	if err != nil {
		return err
	}
	roles := map[networks.MemberRole][]string{}
	for _, o := range page.Organisations {
		role := networks.Ordinary
		switch {
		case o.Name == n.Chair:
			role = networks.Chair
		case slices.Contains(n.Committee, o.Name):
			role = networks.Committee
		}
		roles[role] = append(roles[role], o.ID)
	}
	for _, role := range networks.MemberRoles {
		if _, err := networks.Join(ctx, tx, networks.Joining{NetworkID: id, OrganisationIDs: roles[role], Role: role, From: calendar.MustDate(n.Since), WithContacts: true}); err != nil {
			return err
		}
	}
	return nil
}

// put adds a type of meeting and plans half of the year's meetings on days that suit, from a fortnight ahead on.
func (t *meetingType) put(ctx context.Context, tx *store.Tx, networkID string, today calendar.Date, taken *[]calendar.Date) error {
	id := store.NewID()
	if err := networks.AddType(ctx, tx, networks.Type{ID: id, NetworkID: networkID, Name: t.Name, Kind: plan.EvidenceKind(t.Kind), Wanted: t.Wanted, Minutes: t.Minutes}); err != nil {
		return err
	}
	var planned []meetings.NewMeeting
	for _, day := range workday.Propose((t.Wanted+1)/2, nil, calendar.Span{From: today.AddDays(14), To: today.AddDays(196)}, *taken) {
		*taken = append(*taken, day)
		starts := day.Begins().Add(9 * time.Hour)
		planned = append(planned, meetings.NewMeeting{ID: store.NewID(), TypeID: id, Content: meetings.Content{Starts: starts, Ends: starts.Add(time.Duration(t.Minutes) * time.Minute),
			Place: t.Place, Link: t.Link, IsPublic: t.Public}})
	}
	if err := meetings.PlanMany(ctx, tx, planned); err != nil || len(planned) == 0 {
		return err
	}
	for i, title := range t.Agenda {
		if err := meetings.AddItem(ctx, tx, planned[0].ID, meetings.Item{ID: store.NewID(), Title: title, Minutes: t.Lengths[i]}); err != nil {
			return err
		}
	}
	return nil
}
