package plan

import (
	"net/http"

	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// askStep asks before a plan is published, archived and so on. Officers only.
func (f *Feature) askStep(step Step) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		p, err := f.find(r)
		if err != nil {
			return err
		}
		if p.HasTaken(step) {
			http.Redirect(w, r, p.href(""), http.StatusSeeOther)
			return nil
		}
		if !p.MayTake(step) {
			return i18n.Fail("plan.life.refused_"+string(step), "title", p.Title).Because(ErrNotOpen)
		}
		return web.Show(w, r, http.StatusOK, stepPage(p, step))
	}
}

// takeStep carries out a step. Officers only. Sent twice it does nothing the second time.
func (f *Feature) takeStep(step Step) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		typed, err := form.Read(w, r)
		if err != nil {
			return err
		}
		p, err := f.find(r)
		if err != nil {
			return err
		}
		if err := f.DB.Write(r.Context(), func(tx *store.Tx) error {
			return Take(r.Context(), tx, p.ID, step, typed.Text("reason"), f.Links)
		}); err != nil {
			return err
		}
		to := p.href("?done=" + string(step))
		if step == StepDiscard {
			to = "/plans"
		}
		http.Redirect(w, r, to, http.StatusSeeOther)
		return nil
	}
}

// href is the address of one of the plan's pages.
func (p *Plan) href(tail string) string { return "/plan/" + p.Key + tail }
