package events

import (
	"fmt"
	"strconv"

	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/sheet"
	"samverk/platform/ui"
)

type moneyView struct {
	*eventView
	form  *form.Form
	side  Side
	kept  Money // empty: a new one
	stale *ui.Meanwhile
}

func (v *moneyView) action() string {
	if v.kept.ID != "" {
		return v.href("/budget/" + v.kept.ID + "/edit")
	}
	return v.href("/budget")
}

func (v *moneyView) title(p i18n.Printer) string {
	if v.kept.ID != "" {
		return p.T("events.money.change")
	}
	return p.T("events.money.add_" + string(v.side))
}

// side are the lines of one side of the budget.
func (v *eventView) side(side Side) (list []Money) {
	for _, m := range v.money {
		if m.Side == side {
			list = append(list, m)
		}
	}
	return list
}

func (v *eventView) sum(side Side) Sum { return sumOf(v.money, side) }

// outcomeText is an amount that may not be known yet.
func outcomeText(p i18n.Printer, ore *int64) string {
	if ore == nil {
		return "–"
	}
	return p.Money(*ore)
}

func (s Sum) outcomeText(p i18n.Printer) string {
	if !s.Known {
		return "–"
	}
	return p.Money(s.Outcome)
}

// typedMoney is an amount as people type it: 12500,50.
func typedMoney(ore int64) string {
	if ore%100 == 0 {
		return strconv.FormatInt(ore/100, 10)
	}
	return fmt.Sprintf("%d,%02d", ore/100, ore%100)
}

type budgetRow struct {
	heads bool
	cells []any
}

// budgetRows are the budget as a file has it.
func (v *eventView) budgetRows(p i18n.Printer) []budgetRow {
	var rows []budgetRow
	for _, side := range Sides {
		rows = append(rows, budgetRow{true, []any{p.T("events.money." + string(side)), p.T("events.money.planned"), p.T("events.money.outcome")}})
		for _, m := range v.side(side) {
			cells := []any{m.Title, sheet.Kronor(m.Planned), nil}
			if m.Outcome != nil {
				cells[2] = sheet.Kronor(*m.Outcome)
			}
			rows = append(rows, budgetRow{false, cells})
		}
		s := v.sum(side)
		rows = append(rows, budgetRow{true, s.cells(p.T("events.money.sum"))}, budgetRow{})
	}
	difference := v.difference()
	return append(rows, budgetRow{true, difference.cells(p.T("events.money.difference"))})
}

func (s Sum) cells(name string) []any {
	if !s.Known {
		return []any{name, sheet.Kronor(s.Planned), nil}
	}
	return []any{name, sheet.Kronor(s.Planned), sheet.Kronor(s.Outcome)}
}

// difference is what is left of the financing when the costs are paid.
func (v *eventView) difference() Sum {
	costs, financing := v.sum(Cost), v.sum(Financing)
	return Sum{financing.Planned - costs.Planned, financing.Outcome - costs.Outcome, costs.Known && financing.Known}
}
