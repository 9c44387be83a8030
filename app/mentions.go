package app

import (
	"context"
	"strconv"
	"strings"

	"samverk/features/evidence"
	"samverk/features/personaldata"
	"samverk/features/plan"
	"samverk/platform/fold"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

// mostMentions bounds how many texts of a kind are shown for each name.
const mostMentions = 20

// mentions finds records and parts of plans in whose texts a name or an address stands, with the pages where they are
// changed.
func mentions(ctx context.Context, tx *store.Tx, words string) ([]personaldata.Mention, error) {
	p := i18n.In(ctx)
	found, err := evidence.Search(ctx, tx, evidence.Filter{Words: words, Limit: mostMentions})
	if err != nil {
		return nil, err
	}
	var list []personaldata.Mention
	for i := range found.Records {
		r := &found.Records[i]
		if stands(words, r.Title, r.Text, r.Body, r.Network, strings.Join(r.Organisations, "\n"), strings.Join(r.Tags, "\n")) {
			list = append(list, personaldata.Mention{Title: r.Title, Href: "/records/" + r.ID + "/edit",
				Where: i18n.Capital(p.T("plan.kind_single."+string(r.Kind), "count", 1)) + ", " + p.Date(r.Day)})
		}
	}
	parts, err := plan.FindParts(ctx, tx, fold.NewQuery(words), false)
	for _, part := range parts {
		if stands(words, part.Title, part.More) && len(list) < 2*mostMentions {
			list = append(list, personaldata.Mention{Title: strings.TrimPrefix(part.Label+". ", ". ") + part.Title, Href: editHref(part), Where: part.PlanTitle})
		}
	}
	return list, err
}

// stands tells whether the words stand in one of the texts, in that order.
func stands(words string, texts ...string) bool {
	wanted := fold.Search(words)
	for _, text := range texts {
		if strings.Contains(fold.Search(text), wanted) {
			return true
		}
	}
	return false
}

func editHref(part plan.FoundPart) string {
	if part.Kind == plan.WholePlan {
		return "/plan/" + part.PlanKey + "/edit"
	}
	return "/plan/" + part.PlanKey + "/edit/" + string(part.Kind) + "/" + strconv.Itoa(part.Number)
}
