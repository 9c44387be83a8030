package payments

import (
	"cmp"
	"strconv"
	"strings"

	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/ui"
)

// act is something that can be done on a page: a button, with what it asks for.
type act struct {
	name   string // "close": payments.act.NAME says it as a verb
	fields []string
	danger bool
	first  bool              // it is what is mostly done
	filled map[string]string // what the fields hold beforehand
}

// The fields that acts ask for. Their names are also the keys of their labels.
const (
	reasonField  = "reason"
	amountField  = "amount"
	dayField     = "day"
	kindField    = "pay_kind"
	numberField  = "pay_number"
	membersField = "members"
	answerField  = "answer"
	groundsField = "grounds"
	replyByField = "reply_by"
	invoiceField = "invoice"
	claimField   = "claim"
	keyField     = "key"
)

// page is what pages with acts have in common: the acts, what was typed for one of them, and what has been said.
type page struct {
	acts    []act
	at      string // the act whose form was sent
	typed   *form.Form
	version int
	done    string
	stale   *ui.Meanwhile
	action  string // where the forms are sent
	claims  []Reclaim
}

// formOf is what an act's form holds: what was typed, or what it is filled with beforehand.
func (v *page) formOf(a *act) *form.Form {
	if v.at == a.name && v.typed != nil {
		return v.typed
	}
	pairs := []string{"seen", strconv.Itoa(v.version), keyField, store.NewID()}
	for _, field := range a.fields {
		pairs = append(pairs, field, a.filled[field])
	}
	return form.Of(pairs...)
}

// find gives the act that a form was sent for; nil when it cannot be done.
func (v *page) find(name string) *act {
	for i := range v.acts {
		if v.acts[i].name == name {
			return &v.acts[i]
		}
	}
	return nil
}

func (a *act) has(field string) bool {
	for _, f := range a.fields {
		if f == field {
			return true
		}
	}
	return false
}

// label is the act's words; those of a year or a claim are kept once for all.
func (a *act) label(p i18n.Printer) string {
	of := strings.TrimPrefix(strings.TrimPrefix(a.name, a.base()), "-")
	if len(of) > 4 {
		of = "" // a key says nothing
	}
	return strings.TrimSpace(p.T("payments.act."+a.base()) + " " + of)
}

// faultFields tells beside which field a fault stands, by a part of its key.
var faultFields = [][2]string{{"reason", reasonField}, {"account.kind", kindField}, {"account", numberField}, {"due_missing", dayField}, {"paid_before", dayField}, {"grounds", groundsField},
	{"reply_by", replyByField}, {"invoice", invoiceField}, {"reply_missing", answerField}, {"amount", amountField}, {"settle", amountField}, {"left", amountField}, {"reduce", amountField},
	{"more_than_paid", amountField}, {"members", membersField}}

// refuse puts what a person can mend beside the field it is about; false when it is something else.
func (a *act) refuse(typed *form.Form, err error) bool {
	own := store.Mendable(err)
	if own == nil {
		return false
	}
	for _, m := range faultFields {
		if strings.Contains(own.ID, m[0]) && a.has(m[1]) {
			typed.RefuseFirst(m[1], own.Message)
			return true
		}
	}
	typed.RefuseFirst("", own.Message)
	return true
}

// money reads an amount that the act asks for; 0 when it cannot be read, which is refused.
func money(typed *form.Form) int64 {
	if ore := typed.Money(amountField); ore != nil {
		return *ore
	}
	typed.RefuseFirst(amountField, i18n.Msg("payments.amount_wrong"))
	return 0
}

// account reads an account that the act asks for.
func account(typed *form.Form, a *act) BankAccount {
	to, err := ReadAccount(AccountKind(typed.Text(kindField)), typed.Text(numberField))
	a.refuse(typed, err)
	return to
}

// typedMoney writes öre as people type kronor.
func typedMoney(ore int64) string {
	text := strings.Replace(kronor(ore), ".", ",", 1)
	return strings.TrimSuffix(text, ",00")
}

// kronorText is an amount in a sentence: "12 500 kr".
func kronorText(ore int64) string {
	whole, part, is := strings.Cut(typedMoney(ore), ",")
	text := grouped(whole, 3, true)
	if is {
		text += "," + part
	}
	return strings.ReplaceAll(text, " ", "\u00a0") + "\u00a0kr"
}

// base is the act's name without the year or the key it is about.
func (a *act) base() string {
	name, _, _ := strings.Cut(a.name, "-")
	return name
}

// words gives a text; nothing when there is none.
func words(p i18n.Printer, key string) string {
	if text := p.T(key); text != key {
		return text
	}
	return ""
}

// what explains the act; nothing where its words are enough.
func (a *act) what(p i18n.Printer) string { return words(p, "payments.what."+a.base()) }

func (a *act) fieldLabel(p i18n.Printer, field string) string {
	return cmp.Or(words(p, "payments.field."+a.base()+"_"+field), p.T("payments.field."+field))
}

func (a *act) hint(p i18n.Printer, field string) string {
	return cmp.Or(words(p, "payments.hint."+a.base()+"_"+field), words(p, "payments.hint."+field))
}

// optional tells whether a field may be left empty: the grounds of what is only observed, and what is told besides a number.
func (a *act) optional(field string) bool {
	return field == groundsField && a.name == "observe" || field == answerField && strings.HasPrefix(a.name, "tell-")
}

func (a *act) weight() ui.Weight {
	if a.first {
		return ui.Primary
	}
	return ui.Secondary
}
