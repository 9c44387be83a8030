package feedback

import (
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/google/uuid"

	"samverk/features/accounts"
	"samverk/features/audit"
	"samverk/platform/form"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// statementView is the accessibility statement with its form.
type statementView struct {
	Contact
	Form *form.Form
	Sent bool
}

// showStatement shows the statement. Anybody may see it. The page that the reader came from is filled in.
func (f *Feature) showStatement(w http.ResponseWriter, r *http.Request) error {
	v := statementView{Contact: f.Contact, Form: form.Of("id", store.NewID(), "page", cameFrom(r)), Sent: r.URL.Query().Has("sent")}
	return web.Show(w, r, http.StatusOK, statementPage(v))
}

// cameFrom is the address on this site that led here; empty when there is none.
func cameFrom(r *http.Request) string {
	from, err := url.Parse(r.Header.Get("Referer"))
	if err != nil || from.Host != r.Host || from.Path == r.URL.Path || len(from.RequestURI()) > longestPage {
		return ""
	}
	return from.RequestURI()
}

// receive keeps a message. Anybody may send one.
func (f *Feature) receive(w http.ResponseWriter, r *http.Request) error {
	typed, err := form.Read(w, r)
	if err != nil {
		return err
	}
	m := Message{ID: typed.Text("id"), Text: typed.Text("message"), Page: typed.Text("page"), ReplyTo: typed.Text("reply")}
	if _, err := uuid.Parse(m.ID); err != nil {
		m.ID = store.NewID()
	}
	if field, fault := m.check(); fault != nil {
		typed.Refuse(field, fault.Message)
		return web.Show(w, r, http.StatusUnprocessableEntity, statementPage(statementView{Contact: f.Contact, Form: typed}))
	}
	ctx := r.Context()
	if _, signedIn := accounts.In(ctx); !signedIn {
		ctx = audit.As(ctx, audit.Actor{Kind: audit.Program, ID: "feedback", Name: i18n.T(ctx, "feedback.anybody")})
	}
	err = f.DB.Write(ctx, func(tx *store.Tx) error { return Receive(ctx, tx, m, time.Now()) })
	var own *i18n.Error
	if errors.As(err, &own) && own.ID == "feedback.too_many" {
		typed.Refuse("", own.Message)
		w.Header().Set("Retry-After", "600")
		return web.Show(w, r, http.StatusTooManyRequests, statementPage(statementView{Contact: f.Contact, Form: typed}))
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/accessibility?sent", http.StatusSeeOther)
	return nil
}

// showReceived lists what has come in. Administrators only: people may have told about themselves. That somebody has
// read it stands in the trail.
func (f *Feature) showReceived(w http.ResponseWriter, r *http.Request) error {
	var all []Message
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		all, err = Received(r.Context(), tx)
		return err
	}); err != nil {
		return err
	}
	if len(all) > 0 {
		if err := audit.Seen(r.Context(), f.DB, "feedback.seen", "feedback", "all"); err != nil {
			return err
		}
	}
	return web.Show(w, r, http.StatusOK, receivedPage(all))
}

// mark says that a message is dealt with or waits again. Administrators only.
func (f *Feature) mark(done bool) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := f.DB.Write(r.Context(), func(tx *store.Tx) error {
			return Mark(r.Context(), tx, r.PathValue("id"), done)
		}); err != nil {
			return err
		}
		http.Redirect(w, r, "/feedback", http.StatusSeeOther)
		return nil
	}
}
