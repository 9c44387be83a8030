package assessments

import (
	"io"
	"net/http"
	"strconv"
	"strings"

	"samverk/features/grants/assessment"
	"samverk/platform/i18n"
	"samverk/platform/sheet"
	"samverk/platform/web"
)

// rankingView is the applications of a call in the order of their totals.
type rankingView struct {
	roundView
	list   []Ranked
	hidden int // how many the reader must not see yet
}

func (f *Feature) ranked(r *http.Request) (*rankingView, error) {
	rv, err := f.round(r)
	v := &rankingView{roundView: *rv}
	if err == nil {
		v.list, v.hidden = v.shown(v.me.ID)
	}
	return v, err
}

func (f *Feature) showRanking(w http.ResponseWriter, r *http.Request) error {
	v, err := f.ranked(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, rankingPage(v))
}

// wideText names the criteria on which the assessors are far from each other.
func wideText(criteria []assessment.Criterion, r *Ranked) string {
	var names []string
	for _, s := range r.wide() {
		for i := range criteria {
			if criteria[i].Key == s.Key {
				names = append(names, nameOf(&criteria[i]))
			}
		}
	}
	return strings.Join(names, ", ")
}

// head is the first row of the files.
func (v *rankingView) head(p i18n.Printer) []string {
	head := []string{p.T("assessments.column.place"), p.T("assessments.diary_number"), p.T("assessments.application"), p.T("assessments.organisation"),
		p.T("assessments.requested"), p.T("assessments.column.total"), p.T("assessments.column.assessors"), p.T("assessments.column.wide")}
	for i := range v.call.Terms.Criteria {
		head = append(head, nameOf(&v.call.Terms.Criteria[i]))
	}
	return append(head, p.T("assessments.column.state"))
}

func (v *rankingView) lockedText(p i18n.Printer, r *Ranked) string {
	if r.IsLocked {
		return p.T("assessments.locked")
	}
	return p.T("assessments.preliminary")
}

// downloadCSV gives the ranking as spreadsheets in Swedish open it.
func (f *Feature) downloadCSV(w http.ResponseWriter, r *http.Request) error {
	v, err := f.ranked(r)
	if err != nil {
		return err
	}
	p := i18n.In(r.Context())
	return web.Download(w, "text/csv; charset=utf-8", "rangordning-"+v.today.String()+".csv", func(to io.Writer) error {
		out := sheet.NewCSV(to)
		if err := out.Write(v.head(p)); err != nil {
			return err
		}
		for i := range v.list {
			one := &v.list[i]
			row := []string{strconv.Itoa(one.Place), one.Application.DiaryNumber, titleOf(p, &one.Application), one.Application.Organisation,
				strconv.FormatInt(one.Application.Requested/100, 10), points(p, one.Summary.Total), strconv.Itoa(one.Summary.Assessors), wideText(v.call.Terms.Criteria, one)}
			for _, s := range one.Summary.Criteria {
				row = append(row, points(p, s.Mean))
			}
			if err := out.Write(append(row, v.lockedText(p, one))); err != nil {
				return err
			}
		}
		return out.Close()
	})
}

// downloadBook gives the ranking as a workbook.
func (f *Feature) downloadBook(w http.ResponseWriter, r *http.Request) error {
	v, err := f.ranked(r)
	if err != nil {
		return err
	}
	p := i18n.In(r.Context())
	return web.Download(w, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "rangordning-"+v.today.String()+".xlsx", func(to io.Writer) error {
		book := sheet.NewBook(p.T("assessments.ranking"))
		head := []any{}
		for _, text := range v.head(p) {
			head = append(head, text)
		}
		book.Row(true, head...)
		for i := range v.list {
			one := &v.list[i]
			row := []any{one.Place, one.Application.DiaryNumber, titleOf(p, &one.Application), one.Application.Organisation, sheet.Kronor(one.Application.Requested),
				float64(one.Summary.Total) / 10, one.Summary.Assessors, wideText(v.call.Terms.Criteria, one)}
			for _, s := range one.Summary.Criteria {
				row = append(row, float64(s.Mean)/10)
			}
			book.Row(false, append(row, v.lockedText(p, one))...)
		}
		return book.Write(to)
	})
}
