package payments

import (
	"slices"
	"strconv"
	"strings"

	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/ui"
)

// Shapes of the states.
var (
	grantShapes = map[GrantState]string{AwaitingAcceptance: "not_started", Active: "in_progress", Reporting: "at_risk", GrantClosed: "met", Declined: "not_applicable", Stopped: "at_risk",
		Terminated: "not_met"}
	yearShapes = map[TrancheState]string{TranchePlanned: "not_started", ConditionsOpen: "in_progress", Released: "met", Reduced: "met_late", TrancheCancelled: "not_applicable"}
	paidShapes = map[InstalmentState]string{Planned: "not_started", Ready: "in_progress", AttestedOnce: "in_progress", AttestedTwice: "in_progress", Sent: "in_progress", Paid: "met",
		Failed: "not_met", HeldBack: "at_risk", Offset: "met_late", Returned: "not_applicable"}
	reclaimShapes = map[ReclaimState]string{Observed: "not_started", Investigating: "in_progress", Communicated: "in_progress", Claimed: "at_risk", Waived: "not_applicable", Invoiced: "at_risk",
		Repaid: "met", Collection: "not_met"}
)

// Name says the state in words.
func (s GrantState) Name(p i18n.Printer) string { return p.T("payments.grant." + string(s)) }

// Name says the state in words.
func (s TrancheState) Name(p i18n.Printer) string { return p.T("payments.year." + string(s)) }

// Name says the state in words.
func (s InstalmentState) Name(p i18n.Printer) string { return p.T("payments.payment." + string(s)) }

// Name says the state in words.
func (s ReclaimState) Name(p i18n.Printer) string { return p.T("payments.reclaim_state." + string(s)) }

// grantView is the page of a grant, of one of its years or payments, to officers or to its organisation.
type grantView struct {
	page
	g         Grant
	t         *Tranche
	p         *Instalment
	concerned bool // the reader acts for the organisation
	mayManage bool
	own       bool // for the organisation
	signs     bool // the reader may sign, alone or jointly
	alone     bool // and alone
	named     []BankAccount
	signed    bool
	entitled  *bool
	happened  []audit.Entry
	people    map[string]string // names of those who prepared and attested
	batches   map[string]int64
	claimable int64
	mails     bool
}

func (v *grantView) href(below string) string {
	if v.own {
		return "/my/grants/" + v.g.ID + below
	}
	return "/payments/grants/" + v.g.ID + below
}

func (g *Grant) title(p i18n.Printer) string {
	if g.Kind == Advance {
		return p.T("payments.advance_of", "programme", g.Programme, "year", g.FirstYear)
	}
	return p.T("payments.grant_of", "programme", g.Programme, "year", g.FirstYear)
}

func (v *grantView) crumbs(p i18n.Printer) []ui.Link {
	if v.own {
		return []ui.Link{{Text: p.T("payments.own_title"), Href: "/my/grants"}}
	}
	list := []ui.Link{{Text: p.T("payments.title"), Href: "/payments"}}
	if v.t != nil {
		list = append(list, ui.Link{Text: v.g.Organisation, Href: v.href("")})
	}
	return list
}

func (v *grantView) facts(p i18n.Printer) []ui.Definition {
	g := &v.g
	list := []ui.Definition{{Term: p.T("payments.fact.decided_on"), Text: p.DateLong(g.DecidedOn)}, {Term: p.T("payments.fact.granted"), Text: p.Money(g.Granted)}}
	if !v.own {
		list = append(list, ui.Definition{Term: p.T("payments.fact.account"), Text: g.BudgetAccount})
	}
	list = append(list, ui.Definition{Term: p.T("payments.fact.diary_number"), Text: g.DiaryNumber}, ui.Definition{Term: p.T("payments.fact.conditions"), Text: g.Conditions},
		ui.Definition{Term: p.T("payments.fact.pays"), Text: g.Pays.Name(p)}, ui.Definition{Term: p.T("payments.fact.accepted"), Text: p.DateLong(dayOf(g.AcceptedAt.Time.IsZero(), g))},
		ui.Definition{Term: p.T("payments.fact.why"), Text: g.Why})
	return list
}

func dayOf(none bool, g *Grant) calendar.Date {
	if none {
		return calendar.Date{}
	}
	return calendar.Today(g.AcceptedAt.Time)
}

// figures are the ledger in short: every öre of what was granted is in one of them.
func (v *grantView) figures(p i18n.Printer) []ui.Figure {
	s := v.g.Sums(0)
	list := []ui.Figure{{Number: p.Money(v.g.Granted), Text: p.T("payments.figure.granted")}, {Number: p.Money(s.Paid), Text: p.T("payments.figure.paid")}}
	add := func(ore int64, key string) {
		if ore > 0 {
			list = append(list, ui.Figure{Number: p.Money(ore), Text: p.T("payments.figure." + key)})
		}
	}
	add(s.Sent, "sent")
	add(s.SetOff, "set_off")
	add(s.Coming, "coming")
	off, back := int64(0), int64(0)
	for i := range v.g.Tranches {
		off += v.g.Tranches[i].Off
	}
	for i := range v.claims {
		back += v.claims[i].Settled
	}
	add(off, "off")
	add(v.g.Sum(Returned), "returned")
	add(back, "back")
	return list
}

func (v *grantView) history(p i18n.Printer) []ui.Dated { return audit.Lines(p, v.happened) }

// paymentFacts tell who has done what with a payment.
func (v *grantView) paymentFacts(p i18n.Printer) []ui.Definition {
	i := v.p
	who := func(key string, at bool, when string) string {
		if key == "" {
			return ""
		}
		if name := v.people[key]; at && name != "" {
			return p.T("payments.by_on", "who", name, "when", when)
		}
		return v.people[key]
	}
	file := ""
	if number, is := v.batches[i.BatchID]; is {
		file = strconv.FormatInt(number, 10)
	}
	return []ui.Definition{{Term: p.T("payments.column.amount"), Text: p.Money(i.Amount)}, {Term: p.T("payments.column.due_on"), Text: p.DateLong(i.DueOn)},
		{Term: p.T("payments.fact.pays"), Text: v.g.Pays.Name(p)}, {Term: p.T("payments.fact.ready_by"), Text: who(i.ReadyBy, false, "")},
		{Term: p.T("payments.fact.first_by"), Text: who(i.FirstBy, true, calendar.Clock(i.FirstAt.Time))}, {Term: p.T("payments.fact.second_by"), Text: who(i.SecondBy, true, calendar.Clock(i.SecondAt.Time))},
		{Term: p.T("payments.fact.file"), Text: file}, {Term: p.T("payments.fact.paid_on"), Text: p.DateLong(i.PaidOn)}, {Term: p.T("payments.fact.why"), Text: i.Why}}
}

// yearFacts tell what is known of a year.
func (v *grantView) yearFacts(p i18n.Printer) []ui.Definition {
	t := v.t
	list := []ui.Definition{{Term: p.T("payments.fact.granted"), Text: p.Money(t.Amount)}}
	if t.Off > 0 {
		list = append(list, ui.Definition{Term: p.T("payments.fact.off"), Text: p.Money(t.Off)})
	}
	list = append(list, ui.Definition{Term: p.T("payments.fact.left"), Text: p.Money(t.Left())}, ui.Definition{Term: p.T("payments.fact.why"), Text: t.Why})
	if t.Members != nil {
		list = append(list, ui.Definition{Term: p.T("payments.field.members"), Text: p.Number(*t.Members)}, ui.Definition{Term: p.T("payments.field.answer"), Text: t.Answer},
			ui.Definition{Term: p.T("payments.fact.answered"), Text: calendar.Clock(t.AnsweredAt.Time)})
	}
	if v.entitled != nil {
		word := "payments.entitled_no"
		if *v.entitled {
			word = "payments.entitled_yes"
		}
		list = append(list, ui.Definition{Term: p.T("payments.fact.entitled"), Text: p.T(word)})
	}
	return list
}

// grantActs are what an officer can do with a grant now.
func grantActs(g *Grant, claimable int64) (acts []act) {
	for _, way := range GrantWays[g.State] {
		name := map[GrantState]string{Reporting: "report", GrantClosed: "close", Stopped: "stop", Terminated: "terminate", Active: "resume"}[way.To]
		if name == "" || g.State == AwaitingAcceptance && way.To == Active {
			continue
		}
		a := act{name: name, danger: way.To == Terminated}
		if way.Reason {
			a.fields = []string{reasonField}
		}
		acts = append(acts, a)
	}
	if g.isPaid() || g.State == Stopped {
		acts = append(acts, act{name: "account", fields: []string{kindField, numberField, reasonField}, filled: map[string]string{kindField: string(g.Pays.Kind)}})
	}
	if claimable > 0 {
		acts = append(acts, act{name: "observe", fields: []string{amountField, groundsField}})
	}
	return acts
}

// grantTo are the states that acts lead to.
var grantTo = map[string]GrantState{"report": Reporting, "close": GrantClosed, "stop": Stopped, "terminate": Terminated, "resume": Active}

// yearActs are what an officer can do with a year now.
func yearActs(g *Grant, t *Tranche, day calendar.Date) (acts []act) {
	if !g.isPaid() {
		return nil
	}
	for _, way := range TrancheWays[t.State] {
		switch way.To {
		case ConditionsOpen:
			acts = append(acts, act{name: "open", first: true})
		case Released:
			acts = append(acts, act{name: "release", first: true})
		case TrancheCancelled:
			acts = append(acts, act{name: "cancel", fields: []string{reasonField}, danger: true})
		case Reduced:
			if t.Left() > 0 {
				acts = append(acts, act{name: "reduce", fields: []string{amountField, reasonField}})
			}
		}
	}
	if t.Left() > 0 && t.State != TrancheCancelled {
		acts = append(acts, act{name: "plan", fields: []string{amountField, dayField}, filled: map[string]string{amountField: typedMoney(t.Left()), dayField: day.String()}})
	}
	return acts
}

var yearTo = map[string]TrancheState{"open": ConditionsOpen, "release": Released, "cancel": TrancheCancelled}

// paymentActs are what an officer can do with a payment now.
func paymentActs(g *Grant, t *Tranche, i *Instalment, claims []Reclaim, day calendar.Date) (acts []act) {
	if i.State == Planned {
		if g.isPaid() && (i.IsAdvance || t.State == Released || t.State == Reduced) {
			acts = append(acts, act{name: "prepare", first: true})
		}
		acts = append(acts, act{name: "replan", fields: []string{amountField, dayField}, filled: map[string]string{amountField: typedMoney(i.Amount), dayField: i.DueOn.String()}},
			act{name: "unplan", danger: true})
	}
	for _, way := range InstalmentWays[i.State] {
		name := map[InstalmentState]string{Planned: "back", Ready: "again", HeldBack: "hold", Failed: "failed", Returned: "returned", Paid: "paid"}[way.To]
		if name == "" || i.State == Planned && way.To == Ready {
			continue
		}
		a := act{name: name, fields: []string{reasonField}}
		if way.To == Paid {
			a.fields, a.filled, a.first = []string{dayField}, map[string]string{dayField: day.String()}, true
		}
		acts = append(acts, a)
	}
	if _, may := InstalmentWays.Find(i.State, Offset); may && g.isPaid() && slices.ContainsFunc(claims, func(r Reclaim) bool { return r.takes(i) }) {
		acts = append(acts, act{name: "set_off", fields: []string{claimField, reasonField}})
	}
	return acts
}

var paymentTo = map[string]InstalmentState{"back": Planned, "again": Ready, "hold": HeldBack, "failed": Failed, "returned": Returned, "paid": Paid}

// takes tells whether a payment can be set off against the claim.
func (r *Reclaim) takes(i *Instalment) bool {
	return (r.State == Invoiced || r.State == Collection) && r.Left() >= i.Amount
}

// claimOptions are the claims that a payment can be set off against.
func (v *page) claimOptions(p i18n.Printer) (list []ui.Option) {
	for i := range v.claims {
		if r := &v.claims[i]; r.State == Invoiced || r.State == Collection {
			list = append(list, ui.Option{Value: r.ID, Text: p.T("payments.claim_of", "invoice", r.Invoice, "left", p.Money(r.Left()))})
		}
	}
	return list
}

func accountOptions(p i18n.Printer) (list []ui.Option) {
	for _, kind := range AccountKinds {
		list = append(list, ui.Option{Value: string(kind), Text: p.T("payments.account." + string(kind))})
	}
	return list
}

// reclaimActs are what an officer can do with a claim now.
func reclaimActs(r *Reclaim, day calendar.Date) (acts []act) {
	for _, way := range ReclaimWays[r.State] {
		a := act{name: string(way.To), filled: map[string]string{}}
		switch way.To {
		case Communicated:
			a.fields, a.first = []string{groundsField, replyByField}, true
			a.filled[groundsField], a.filled[replyByField] = r.Grounds, day.AddDays(21).String()
		case Claimed:
			if r.RepliedAt.IsZero() && !day.After(r.ReplyBy) {
				continue
			}
			a.fields, a.filled[amountField], a.first = []string{amountField, reasonField}, typedMoney(r.Amount), true
		case Invoiced:
			a.fields, a.first = []string{invoiceField}, true
		case Repaid:
			a.fields, a.first = []string{amountField, dayField}, true
			a.filled[amountField], a.filled[dayField] = typedMoney(r.Left()), day.String()
		case Waived:
			a.fields = []string{reasonField}
		case Investigating:
			if a.first = !way.Reason; way.Reason {
				a.fields = []string{reasonField}
			}
		}
		acts = append(acts, a)
	}
	return acts
}

// reclaimView is the page of a claim.
type reclaimView struct {
	page
	r         Reclaim
	g         Grant
	concerned bool
	mayManage bool
	happened  []audit.Entry
}

func (r *Reclaim) facts(p i18n.Printer) []ui.Definition {
	grounds := r.Grounds
	if grounds == "" && r.State == Observed {
		grounds = p.T("payments.no_grounds")
	}
	list := []ui.Definition{{Term: p.T("payments.column.amount"), Text: p.Money(r.Amount)}, {Term: p.T("payments.field.grounds"), Text: grounds},
		{Term: p.T("payments.field.reply_by"), Text: p.DateLong(r.ReplyBy)}, {Term: p.T("payments.fact.reply"), Text: r.Reply}, {Term: p.T("payments.field.invoice"), Text: r.Invoice}}
	if r.Settled > 0 {
		list = append(list, ui.Definition{Term: p.T("payments.fact.settled"), Text: p.Money(r.Settled)}, ui.Definition{Term: p.T("payments.fact.settled_on"), Text: p.DateLong(r.SettledOn)})
	}
	return append(list, ui.Definition{Term: p.T("payments.fact.why"), Text: r.Why})
}

// doneWord says what has been done; nothing for what no act is called. The address may hold anything.
func (v *page) doneWord(p i18n.Printer) string {
	name, _, _ := strings.Cut(v.done, "-")
	return words(p, "payments.done."+name)
}

func (v *reclaimView) history(p i18n.Printer) []ui.Dated { return audit.Lines(p, v.happened) }
