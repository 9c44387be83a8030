package evidence_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/file"
	"samverk/platform/i18n"
)

// paperPlan is a plan outside any database.
func paperPlan() *plan.Plan {
	p := &plan.Plan{ID: "plan", Period: calendar.Span{From: date("2018-01-01"), To: date("2021-12-31")}}
	activity := plan.Activity{}
	for n, rule := range rules() {
		activity.Indicators = append(activity.Indicators, plan.Indicator{ID: fmt.Sprint("i", n+1), Number: n + 11, Label: fmt.Sprint("1.", n+1), Rule: rule})
	}
	activity.Indicators[7].Label = "11" // another indicator's number
	p.Goals = []plan.Goal{{Activities: []plan.Activity{activity}}}
	return p
}

const head = "date,kind,title,indicators,state,body,diary_number"

func TestAFileIsReadInItsSeveralForms(t *testing.T) {
	full := evidence.NewRecord{Content: evidence.Content{Kind: plan.Requirement, Day: date("2019-05-05"), Title: "Städ, lokalvård", State: plan.Decided,
		Body: "Nämnden", DiaryNumber: "RS 1", Numerator: thousandths(1.5), Denominator: thousandths(2), Value: thousandths(3)},
		Indicators: []evidence.Placing{{IndicatorID: "i4"}, {IndicatorID: "i5"}}}
	plain := evidence.NewRecord{Content: evidence.Content{Kind: plan.Meeting, Day: date("2019-05-05"), Title: "Träff"}}
	with := func(n evidence.NewRecord, change func(*evidence.NewRecord)) evidence.NewRecord { change(&n); return n }
	for name, c := range map[string]struct {
		file string
		want evidence.NewRecord
	}{
		"comma":              {head + ",numerator,denominator,value\n2019-05-05,requirement,\"Städ, lokalvård\",1.4 15,decided,Nämnden,RS 1,1.5,2,3\n", full},
		"semicolon, BOM, CR": {"\ufeffdate;kind;title;indicators;state;body;diary_number;numerator;denominator;value\r\n2019-05-05;requirement;Städ, lokalvård;1.4  1.5;decided;Nämnden;RS 1;1,5;2,0;3\r\n", full},
		"another order":      {"\n value , Title,indicators,date,kind,numerator,state,body,diary_number,denominator\n3,\"Städ, lokalvård\",14 15,2019-05-05,requirement,1.5,decided,Nämnden,RS 1,2", full},
		"blank lines":        {head + "\n\n2019-05-05,meeting,Träff,,,,\n,,,,,,\n \n", plain},
		"a label before a number": {head + "\n2019-05-05,meeting,Träff,11,,,\n", with(plain, func(n *evidence.NewRecord) {
			n.Indicators = []evidence.Placing{{IndicatorID: "i8"}}
		})},
		"a number marked as one": {head + "\n2019-05-05,meeting,Träff,#11,,,\n", with(plain, func(n *evidence.NewRecord) {
			n.Indicators = []evidence.Placing{{IndicatorID: "i1"}}
		})},
		"placed": {head + "\n2019-05-05,meeting,Träff,1.2@2018-01-01,,,\n", with(plain, func(n *evidence.NewRecord) {
			n.Indicators = []evidence.Placing{{IndicatorID: "i2", CountsFor: date("2018-01-01")}}
		})},
		"counted nowhere": {head + "\n2019-05-05,meeting,Träff,none,,,\n", with(plain, func(n *evidence.NewRecord) { n.LinksFixed = true })},
		"organisations": {head + ",organisations,head_count,text\n2019-05-05,meeting,Träff,,,,,40 | A | B,12,\"Första\nandra\"\n", with(plain, func(n *evidence.NewRecord) {
			n.OrganisationCount, n.Organisations, n.HeadCount, n.Text = new(40), []string{"A", "B"}, new(12), "Första\nandra"
		})},
		"names only": {head + ",organisations\n2019-05-05,meeting,Träff,,,,,A | B\n", with(plain, func(n *evidence.NewRecord) {
			n.OrganisationCount, n.Organisations = new(2), []string{"A", "B"}
		})},
		"defused": {head + "\n2019-05-05,meeting,'=Träff,,,''-,'citat'\n", with(plain, func(n *evidence.NewRecord) {
			n.Title, n.Body, n.DiaryNumber = "=Träff", "'-", "'citat'"
		})},
	} {
		rows, problems, warnings := evidence.ReadCSV([]byte(c.file), paperPlan(), today)
		if len(problems)+len(warnings) > 0 || len(rows) != 1 || !reflect.DeepEqual(rows[0], c.want) {
			t.Errorf("%s: got %+v %v %v\nwant %+v", name, rows, problems, warnings, c.want)
		}
	}
}

func TestEveryBadRowIsNamedByLineAndColumn(t *testing.T) {
	line := func(cells string) string { return head + ",numerator,denominator,value\n" + cells + "\n" }
	for name, c := range map[string]struct {
		file string
		want []string // line, column and message
	}{
		"empty":             {" \n", []string{"0  empty"}},
		"only a header":     {head + "\n\n", []string{"0  no_rows"}},
		"UTF-16":            {"\xff\xfed\x00", []string{"0  utf16"}},
		"Latin-1":           {head + "\n2019-05-05,meeting,Tr\xe4ff,,,,\n", []string{"0  not_utf8"}},
		"binary":            {"PK\x03\x04\x00\x00", []string{"0  binary"}},
		"too large":         {strings.Repeat("x", evidence.LargestImport+1), []string{"0  too_large"}},
		"unknown column":    {head + ",colour,Title\n2019-05-05,meeting,Träff,,,,,,\n", []string{"1  unknown_column", "1 title column_twice"}},
		"no header":         {"2019-05-05,meeting\n", []string{"1  unknown_column", "1  unknown_column", "1  columns_missing"}},
		"columns missing":   {"date,title\n2019-05-05,Träff\n", []string{"1  columns_missing"}},
		"fields":            {head + "\n2019-05-05,meeting,Träff\n2019-05-05,meeting,Träff,,,,,\n", []string{"2  field_count", "3  field_count"}},
		"date":              {line("5/5 2019,meeting,Träff,,,,,,,"), []string{"2 date wrong_date"}},
		"no such day":       {line("2019-02-29,meeting,Träff,,,,,,,"), []string{"2 date wrong_date"}},
		"no date":           {line(",meeting,Träff,,,,,,,"), []string{"2 date date_missing"}},
		"tomorrow":          {line("2021-07-01,meeting,Träff,,,,,,,"), []string{"2 date date_future"}},
		"long ago":          {line("1998-07-01,meeting,Träff,,,,,,,"), []string{"2 date date_far"}},
		"kind":              {line("2019-05-05,möte,Träff,,,,,,,"), []string{"2 kind unknown_kind"}},
		"state":             {line("2019-05-05,meeting,Träff,,klar,,,,,"), []string{"2 state unknown_state"}},
		"title":             {line("2019-05-05,meeting, ,,,,,,,"), []string{"2 title title_missing"}},
		"indicator":         {line("2019-05-05,meeting,Träff,1.1 1.9 99,,,,,,"), []string{"2 indicators unknown_indicator", "2 indicators unknown_indicator"}},
		"indicator twice":   {line("2019-05-05,meeting,Träff,1.2 12,,,,,,"), []string{"2 indicators indicator_twice"}},
		"placed nowhen":     {line("2019-05-05,meeting,Träff,1.2@våren,,,,,,"), []string{"2 indicators wrong_date"}},
		"negative":          {line("2019-05-05,meeting,Träff,,,,,-1,-2,-3"), []string{"2 value negative", "2 numerator negative", "2 denominator negative"}},
		"numerator alone":   {line("2019-05-05,meeting,Träff,,,,,1,,"), []string{"2 denominator denominator_missing"}},
		"no number":         {line("2019-05-05,meeting,Träff,,,,,ett,2,1.0001"), []string{"2 numerator not_number", "2 value too_fine"}},
		"decimal comma":     {line("2019-05-05,meeting,Träff,,,,,,,\"1,5\""), []string{"2 value decimal_comma"}},
		"too large numbers": {line("2019-05-05,meeting,Träff,,,,,,,99999999999999999999"), []string{"2 value too_large"}},
		"heads":             {head + ",head_count,organisations\n2019-05-05,meeting,Träff,,,,,1.5,1.5\n", []string{"2 head_count not_whole", "2 organisations not_whole"}},
		"several in a row":  {line("2019-13-05,x,,,y,,,,,"), []string{"2 date wrong_date", "2 kind unknown_kind", "2 title title_missing", "2 state unknown_state"}},
		"several rows":      {line("x,meeting,Träff,,,,,,,\n2019-05-05,meeting,Träff,,,,,,,\n\n2019-05-05,x,Träff,,,,,,,"), []string{"2 date wrong_date", "5 kind unknown_kind"}},
		"after many lines":  {line("2019-05-05,meeting,\"Träff\n\n\",,,,,,,\n2019-05-05,x,Träff,,,,,,,"), []string{"5 kind unknown_kind"}},
		"open quote":        {head + "\n2019-05-05,meeting,\"Träff\nigen\",,,,\n2019-05-05,meeting,\"En\nrad\",\"öppen,,,\n2019-05-05,meeting,Träff,,,,\n", []string{"5  quote_open"}},
		"quote inside":      {head + "\n2019-05-05,meeting,Träff \"A\",,,,\n2019-05-05,x,Träff,,,,\n", []string{"2  quote_inside", "3 kind unknown_kind"}},
		"quote after text":  {head + "\n2019-05-05,meeting,\"Träff\" A,,,,\n2019-05-05,x,Träff,,,,\n", []string{"2  quote_inside", "3 kind unknown_kind"}},
	} {
		_, problems, _ := evidence.ReadCSV([]byte(c.file), paperPlan(), today)
		var got []string
		for _, p := range problems {
			id := p.Message.ID[strings.LastIndex(p.Message.ID, ".")+1:]
			got = append(got, fmt.Sprintf("%d %s %s", p.Line, p.Column, id))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}

func TestAProblemReadsAsASentence(t *testing.T) {
	_, problems, warnings := evidence.ReadCSV([]byte(head+"\n2017-05-05,meeting,Träff,,,,\n2019-05-05,fest,Träff,,,,\n"), paperPlan(), today)
	swedish := i18n.NewCatalogue(evidence.Messages(), file.Messages()).In(i18n.Swedish)
	if len(problems) != 1 || len(warnings) != 1 {
		t.Fatal(problems, warnings)
	}
	if got := swedish.Text(problems[0].Text()); !strings.HasPrefix(got, `Rad 3, kolumnen kind: "fest" är inget slag av händelse. Använd något av: meeting, seminar, `) {
		t.Error(got)
	}
	if got := swedish.Text(warnings[0].Text()); got != "Rad 2, kolumnen date: 2017-05-05 ligger före planen, som börjar 2018-01-01." {
		t.Error(got)
	}
}

// Whatever a file holds, reading it never fails, and every line that holds anything is a row or has a problem.
func FuzzReadCSV(f *testing.F) {
	for _, seed := range []string{
		head + "\n2019-05-05,meeting,Träff,1.1 12@2018-01-01,,,\n",
		"\ufeff" + strings.ReplaceAll(head, ",", ";") + ";value;organisations\r\n2019-05-05;meeting;\"A\"\"B\";;;;'=1;1,5;3 | A\r\n;;;;;;;;\r\n",
		head + "\n\"2019-05-05\n\n2019-05-05,meeting,Träff,,,,\n", head + "\n\n\"\"\n", "", "\xff\xfe", "a\x00b", head + ",numerator,denominator,head_count,text\nx,x,x,x,x,x,x,-1,9e9,-,\r\n",
	} {
		f.Add([]byte(seed))
	}
	p := paperPlan()
	f.Fuzz(func(t *testing.T, content []byte) {
		rows, problems, _ := evidence.ReadCSV(content, p, today)
		lines := map[int]bool{}
		for _, problem := range problems {
			if problem.Line == 0 || problem.Column == "" && problem.Message.ID != "evidence.csv.field_count" && problem.Message.ID != "evidence.csv.quote_inside" {
				return // the file as a whole, or a quotation mark that swallows the rest
			}
			lines[problem.Line] = true
		}
		if lines[headerLine(content)] {
			return
		}
		if want := dataLines(t, content); len(rows)+len(lines) != want {
			t.Errorf("%d lines gave %d rows and %d lines with problems", want, len(rows), len(lines))
		}
		for _, row := range rows {
			if faults := row.Check(today, p.Period); len(faults) > 0 {
				t.Errorf("a bad row went through: %v", faults)
			}
		}
	})
}

func headerLine(content []byte) int {
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	return 1 + bytes.Count(content[:len(content)-len(bytes.TrimLeft(content, "\r\n"))], []byte("\n"))
}

// dataLines counts the lines under the header that hold anything.
func dataLines(t *testing.T, content []byte) int {
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\ufeff"))))
	if line, _, _ := bytes.Cut(bytes.TrimLeft(content, "\r\n\ufeff"), []byte("\n")); bytes.Contains(line, []byte(";")) {
		reader.Comma = ';'
	}
	reader.FieldsPerRecord = -1
	n := -1
	for {
		fields, err := reader.Read()
		switch {
		case err != nil && err.Error() == "EOF":
			return n
		case err != nil || strings.TrimSpace(strings.Join(fields, "")) != "":
			n++
		}
	}
}
