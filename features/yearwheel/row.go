package yearwheel

import (
	"slices"

	"samverk/features/meetings"
	"samverk/platform/calendar"
)

// Row is a type of meeting with its year.
type Row struct {
	meetings.TypeYear
	Count
	Outlook Outlook
}

// RowsOf counts every type of meeting, of one network or of all.
func RowsOf(all []meetings.TypeYear, networkID string, year int, today calendar.Date) (rows []Row) {
	for i := range all {
		t := &all[i]
		if networkID != "" && t.NetworkID != networkID {
			continue
		}
		count := CountOf(t.Wanted, t.Meetings, today)
		rows = append(rows, Row{*t, count, count.OutlookOf(year, today)})
	}
	return rows
}

// PublicOnly leaves what anybody may read: public meetings of public networks. Types without any fall away, and so do the numbers that are
// wanted, since meetings that are not public count towards them too.
func PublicOnly(all []meetings.TypeYear) (open []meetings.TypeYear) {
	for _, t := range all {
		if !t.IsPublic {
			continue
		}
		t.Wanted = 0
		t.Meetings = slices.DeleteFunc(slices.Clone(t.Meetings), func(m meetings.YearMeeting) bool { return !m.IsPublic })
		if len(t.Meetings) > 0 {
			open = append(open, t)
		}
	}
	return open
}

// Network is one that has types of meetings.
type Network struct{ ID, Name string }

// NetworksOf lists the networks of some types, in their order.
func NetworksOf(all []meetings.TypeYear) (list []Network) {
	for i := range all {
		if len(list) == 0 || list[len(list)-1].ID != all[i].NetworkID {
			list = append(list, Network{all[i].NetworkID, all[i].Network})
		}
	}
	return list
}

// PageOf gives the rows of a page of networks, counted from 1, and how many networks there are.
func PageOf(rows []Row, page int) (shown []Row, networks int) {
	last := ""
	for i := range rows {
		if rows[i].NetworkID != last {
			networks++
			last = rows[i].NetworkID
		}
		if networks > (page-1)*PerPage && networks <= page*PerPage {
			shown = append(shown, rows[i])
		}
	}
	return shown, networks
}

// PerPage is how many networks a page shows.
const PerPage = 25

// needOf is what a row needs days for.
func needOf(r *Row) Need {
	need := Need{TypeID: r.ID, Type: r.Name, NetworkID: r.NetworkID, Network: r.Network, Missing: r.Missing()}
	for i := range r.Meetings {
		if r.Meetings[i].State != meetings.Cancelled {
			need.Taken = append(need.Taken, r.Meetings[i].Day)
		}
	}
	return need
}

// busyIn are the meetings of a year that are not cancelled.
func busyIn(all []meetings.TypeYear) (busy []Busy) {
	for i := range all {
		for _, m := range all[i].Meetings {
			if m.State != meetings.Cancelled {
				busy = append(busy, Busy{all[i].NetworkID, all[i].Network, m.Title, m.Day})
			}
		}
	}
	return busy
}
