package personaldata

import (
	"context"
	"strings"
	"unicode/utf8"

	"samverk/features/accounts"
	"samverk/platform/fold"
	"samverk/platform/i18n"
	"samverk/platform/web"
)

// longestReason bounds a reason, in letters.
const longestReason = 2000

// mayErase refuses to erase oneself, without a reason, and with one that says again what is to be forgotten.
func mayErase(ctx context.Context, p *Person, reason string) *i18n.Error {
	if me, _ := accounts.In(ctx); me.ID == p.ID {
		return i18n.Fail("personaldata.erase.not_self").Because(web.ErrForbidden)
	}
	switch {
	case strings.TrimSpace(reason) == "":
		return i18n.Fail("personaldata.erase.reason_missing")
	case utf8.RuneCountInString(reason) > longestReason:
		return i18n.Fail("personaldata.erase.reason_long", "longest", longestReason)
	case !p.Erased && p.isNamedIn(reason):
		return i18n.Fail("personaldata.erase.reason_names")
	}
	return nil
}

// isNamedIn tells whether a text holds the person's address or one of the names.
func (p *Person) isNamedIn(text string) bool {
	folded := fold.Search(text)
	for _, trace := range append([]string{p.Email}, p.Names...) {
		if strings.Contains(folded, fold.Search(trace)) {
			return true
		}
	}
	return false
}

// codeOf is what tells one erased person from another: the end of the account's key, which says nothing of whom it was.
func codeOf(id string) string { return id[max(0, len(id)-6):] }

// Mention is a text that somebody has written, in which the person is named. The program does not change such texts: it
// shows where they are, and a person corrects them.
type Mention struct {
	Title string
	Where string
	Href  string
}

// withFate are the parts that have one of the fates, and rows.
func withFate(parts []Part, fates ...Fate) []Part {
	var some []Part
	for _, part := range parts {
		for _, fate := range fates {
			if part.Fate == fate && part.Number > 0 {
				some = append(some, part)
			}
		}
	}
	return some
}
