package plan

import (
	"context"
	"net/http"
	"net/url"

	"samverk/platform/web"
)

// chosenCookie keeps which of several current plans somebody works with.
const chosenCookie = "samverk_plan"

// choosePlan keeps the choice and shows where the plan stands. Everybody signed in may choose.
func (f *Feature) choosePlan(w http.ResponseWriter, r *http.Request) error {
	p, err := f.find(r)
	if err != nil {
		return err
	}
	web.KeepChoice(w, r, chosenCookie, url.QueryEscape(p.Key))
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

// ChosenKey is the key of the plan that the reader has chosen to work with; empty when they have not, or when it is
// none of those in force.
func ChosenKey(r *http.Request, current []Plan) string {
	key, err := url.QueryUnescape(web.Choice(r, chosenCookie))
	if err != nil {
		return ""
	}
	for i := range current {
		if current[i].Key == key {
			return key
		}
	}
	return ""
}

type chosenKey struct{}

// WithChosen gives a context that knows which plan is worked with where the address names none.
func WithChosen(ctx context.Context, key string) context.Context {
	return context.WithValue(ctx, chosenKey{}, key)
}

// Chosen is the key of that plan; empty for the current plan accepted last.
func Chosen(ctx context.Context) string {
	key, _ := ctx.Value(chosenKey{}).(string)
	return key
}
