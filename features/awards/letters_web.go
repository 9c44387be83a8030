package awards

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"samverk/features/accounts"
	"samverk/features/applications"
	"samverk/features/audit"
	"samverk/features/cases/paper"
	"samverk/features/mandates"
	"samverk/platform/fold"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

func isMeanwhile(err error) bool { return errors.Is(err, ErrSavedMeanwhile) }

// lettersView is every letter as it would be, or was, written.
type lettersView struct {
	*tableView
	form    *form.Form
	letters []Letter
	wrong   error // why a letter cannot be written
}

func (f *Feature) letters(r *http.Request, v *tableView, typed *form.Form) *lettersView {
	lv := &lettersView{tableView: v, form: typed}
	for i := range v.t.Rows {
		row := &v.t.Rows[i]
		if !row.Counts() {
			continue
		}
		l, err := f.letter(r.Context(), v.t, row)
		if err != nil {
			lv.wrong = err
			break
		}
		lv.letters = append(lv.letters, l)
	}
	return lv
}

// letter is a row's letter as it was sent, or as it would be.
func (f *Feature) letter(ctx context.Context, t *Table, row *Row) (l Letter, err error) {
	if !row.IsDecided {
		return t.WriteLetter(f.print(), row, Ruling{})
	}
	err = f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		l, err = FindLetter(ctx, tx, row.ApplicationID)
		return err
	})
	return l, err
}

func wordingForm(t *Table, seen string) *form.Form {
	return form.Of("seen", seen, "granted", t.Wordings.Granted, "partly", t.Wordings.Partly, "rejected", t.Wordings.Rejected, "appeal", string(t.Appeal))
}

func (f *Feature) showLetters(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, lettersPage(f.letters(r, v, wordingForm(v.t, v.seen()))))
}

func (f *Feature) saveWordings(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	v, err := f.look(r)
	if err != nil {
		return err
	}
	to, appeal := Wordings{typed.Text("granted"), typed.Text("partly"), typed.Text("rejected")}, Appeal(typed.Text("appeal"))
	for name, fault := range to.check() {
		var said *i18n.Error
		if errors.As(fault, &said) {
			typed.RefuseFirst(name, said.Message)
		}
	}
	if !slices.Contains(Appeals, appeal) {
		typed.Refuse("appeal", i18n.Msg("awards.appeal_missing"))
	}
	if typed.IsRight() {
		err = f.DB.Write(r.Context(), func(tx *store.Tx) error { return f.SaveWordings(r.Context(), tx, v.t.ID, typed.Seen(), to, appeal) })
		if isMeanwhile(err) {
			stale, err := audit.Meanwhile(r.Context(), f.DB, kind, v.t.ID, wordingForm(v.t, ""), typed, [][2]string{{"granted", "awards.wording_granted"}, {"partly", "awards.wording_partly"},
				{"rejected", "awards.wording_rejected"}})
			if err != nil {
				return err
			}
			v.stale = stale
			return web.Show(w, r, http.StatusConflict, lettersPage(f.letters(r, v, typed.Resent(v.seen()))))
		}
		refuse(typed, err)
	}
	if !typed.IsRight() {
		return web.Show(w, r, web.Refused(r, err), lettersPage(f.letters(r, v, typed)))
	}
	return web.GoTo(w, r, err, v.href("/letters?done=wordings"))
}

func (f *Feature) downloadLetter(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	row := v.t.Row(r.PathValue("application"))
	if row == nil {
		return i18n.Fail("awards.row_unknown").Because(store.ErrNotFound)
	}
	l, err := f.letter(r.Context(), v.t, row)
	if err != nil {
		return err
	}
	return f.sendPDF(w, &l)
}

func (f *Feature) sendPDF(w http.ResponseWriter, l *Letter) error {
	s := l.Paper(f.print())
	return web.Download(w, "application/pdf", fold.Slug(l.DiaryNumber+" "+l.Organisation, 80)+".pdf", func(to io.Writer) error { return paper.PDF(to, &s) })
}

// own gives the letter about an application of an organisation that the reader acts for.
func (f *Feature) own(r *http.Request) (l Letter, err error) {
	me, _ := accounts.In(r.Context())
	err = f.DB.Read(r.Context(), func(tx *store.Tx) error {
		a, err := applications.Find(r.Context(), tx, r.PathValue("application"))
		if err != nil {
			return err
		}
		if _, err := mandates.ActsFor(r.Context(), tx, me.ID, a.OrganisationID, f.today()); err != nil {
			return err
		}
		l, err = FindLetter(r.Context(), tx, a.ID)
		return err
	})
	return l, err
}

func (f *Feature) showOwn(w http.ResponseWriter, r *http.Request) error {
	l, err := f.own(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, ownPage(&l))
}

func (f *Feature) downloadOwn(w http.ResponseWriter, r *http.Request) error {
	l, err := f.own(r)
	if err != nil {
		return err
	}
	return f.sendPDF(w, &l)
}

// Add shows the letter on the page of the application that it is about: to its organisation, and to officers.
func Add(ctx context.Context, tx *store.Tx, a *applications.Application, own bool) (templ.Component, error) {
	l, err := FindLetter(ctx, tx, a.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return addition(&l, own), err
}
