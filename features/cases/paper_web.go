package cases

import (
	"bytes"
	"io"
	"net/http"
	"strconv"

	"samverk/features/cases/paper"
	"samverk/platform/fold"
	"samverk/platform/i18n"
	"samverk/platform/store"
	"samverk/platform/web"
)

// paperIn is the paper that the address asks for: that of a round (?round=2), else the one submitted last. Before anything
// is submitted it is the draft, for those who see drafts.
func (f *Feature) paperIn(r *http.Request) (*paperView, error) {
	c, err := f.look(r)
	if err != nil {
		return nil, err
	}
	v := &paperView{c: c}
	round, _ := strconv.Atoi(r.URL.Query().Get("round"))
	if round == 0 && c.c.MayBeChanged() && !c.hidesDraft {
		err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
			v.s, err = snapshotOf(r.Context(), tx, f.press(), &c.c, nil)
			return err
		})
		return v, err
	}
	for _, s := range c.submissions {
		if round == 0 || s.Round == round {
			v.hash = s.SHA256
			v.s, err = paper.Decode(s.Snapshot)
			return v, err
		}
	}
	return nil, i18n.Fail("cases.paper_unknown").Because(store.ErrNotFound)
}

func (f *Feature) showPaper(w http.ResponseWriter, r *http.Request) error {
	v, err := f.paperIn(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, paperPage(v))
}

func (f *Feature) downloadDOCX(w http.ResponseWriter, r *http.Request) error {
	return f.download(w, r, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx", paper.DOCX)
}

func (f *Feature) downloadPDF(w http.ResponseWriter, r *http.Request) error {
	return f.download(w, r, "application/pdf", ".pdf", paper.PDF)
}

func (f *Feature) download(w http.ResponseWriter, r *http.Request, media, ending string, write func(io.Writer, *paper.Snapshot) error) error {
	v, err := f.paperIn(r)
	if err != nil {
		return err
	}
	name := fold.Slug(v.s.DiaryNumber+" "+v.s.Title, 80) + ending
	return web.Download(w, media, name, func(to io.Writer) error { return write(to, &v.s) })
}

func (f *Feature) downloadFile(w http.ResponseWriter, r *http.Request) error {
	v, err := f.look(r)
	if err != nil {
		return err
	}
	round, _ := strconv.Atoi(r.PathValue("round"))
	position, _ := strconv.Atoi(r.PathValue("position"))
	if v.hidesDraft && round == v.c.Round {
		return i18n.Fail("cases.file_unknown").Because(store.ErrNotFound)
	}
	var file File
	var content []byte
	if err := f.DB.Read(r.Context(), func(tx *store.Tx) (err error) {
		file, content, err = OpenFile(r.Context(), tx, v.c.ID, round, position)
		return err
	}); err != nil {
		return err
	}
	web.Attach(w, file.Media, file.Name, file.Size, bytes.NewReader(content))
	return nil
}
