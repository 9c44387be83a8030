package e2e

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"samverk/platform/store"
)

// picture is how a PNG begins.
const picture = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01"

// atOnce is how long a refusal that need not read the whole file may take, on a machine that is busy with other tests.
const atOnce = 5 * time.Second

func TestAFileThatIsNoPlanIsRefusedWithAdvice(t *testing.T) {
	t.Parallel()
	d := desk{t: t, folder: t.TempDir()}
	d.write("bild.txt", picture)
	d.write("tom.txt", "")
	d.write("blank.txt", " \n\n\t\n")
	d.write("brev.txt", "Hej!\n\nTack för senast. Vi ses på torsdag.\n")
	d.write("trasig.docx", "PK\x03\x04 inget mer")
	d.write("trasig.pdf", "%PDF-1.7 inget mer")
	d.write("tabell.xlsx", "PK\x03\x04 inget mer")
	d.folderNamed("mapp")
	d.huge("stor.txt")
	for _, c := range []struct{ file, swedish, english string }{
		{"bild.txt", "en bild", "a picture"},
		{"tom.txt", "tom", "empty"},
		{"blank.txt", "tom", "empty"},
		{"brev.txt", "Ingen plan hittades", "No plan was found"},
		{"trasig.docx", "spara den på nytt", "save it again"},
		{"trasig.pdf", "Spara ned den på nytt", "ave it again"},
		{"tabell.xlsx", ".docx", ".docx"},
		{"borta.txt", "borta.txt finns inte", "borta.txt does not exist"},
		{"mapp", "är en mapp", "is a folder"},
		{"stor.txt", "högst 100 MB", "at most 100 MB"},
	} {
		d.refused(1, []string{c.swedish}, "plan", "import", c.file)
		if o := d.in("en").refused(1, []string{c.english}, "plan", "import", "--dry-run", c.file); o.took > atOnce {
			t.Errorf("the answer took long:\n%s", o)
		}
	}
	if slices.Contains(d.files(), "samverk.db") {
		t.Error("a document that cannot be read made a database")
	}
}

func TestABadRowIsNamedAndNothingIsWritten(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		d.withPlan()
		d.must("evidence", "import", d.write("rader.csv", records))
		before, exported := d.must("plan", "status", "--as-of", "2023-06-30", "--format", "json"), d.must("evidence", "export")
		bad := header +
			"2022-02-01,meeting,En bra rad,12,,,,,,\n" +
			"2022-02-30,meeting,En dag som inte finns,12,,,,,,\n" +
			"2999-01-01,meeting,I framtiden,12,,,,,,\n" +
			"1999-01-01,meeting,För länge sedan,12,,,,,,\n" +
			"2022-02-01,kaffe,Okänt slag,12,,,,,,\n" +
			"2022-02-01,meeting,Okänd indikator,12 77,,,,,,\n" +
			"2022-02-01,proposal,Okänt läge,1,funderat,,,,,\n" +
			"2022-02-01,compilation,Inget tal,8,,,,många,20,\n" +
			"2022-02-01,meeting,,12,,,,,,\n" +
			"2022-02-01,meeting,För få fält\n" +
			",meeting,Ingen dag,12,,,,,,\n" +
			"2022-02-01,meeting,\"Öppet citattecken,12,,,,,,\n" +
			"2022-02-01,meeting,Aldrig läst,12,,,,,,\n"
		o := d.refused(1, []string{
			"Rad 3, kolumnen date", "Rad 4, kolumnen date", "Rad 5, kolumnen date", "Rad 6, kolumnen kind", "Rad 7, kolumnen indicators",
			"Rad 8, kolumnen state", "Rad 9, kolumnen numerator", "Rad 10, kolumnen title", "Rad 11", "Rad 12, kolumnen date", "Rad 13",
			"de 11 felen", "Inget lästes in",
		}, "evidence", "import", d.write("fel.csv", bad))
		if strings.Contains(o.errOut, "Rad 2,") || strings.Contains(o.errOut, "Rad 2:") {
			t.Errorf("a row without fault is blamed:\n%s", o)
		}
		d.in("en").refused(1, []string{"Line 3, column date", "Line 13", "Nothing was imported"}, "evidence", "import", "fel.csv")
		if d.must("plan", "status", "--as-of", "2023-06-30", "--format", "json") != before || d.must("evidence", "export") != exported {
			t.Error("a file with bad rows changed something")
		}
		d.must("check")
	})
}

func TestAFileThatIsNoTableOfRecordsIsRefusedWithAdvice(t *testing.T) {
	t.Parallel()
	d := newDesk(t, store.SQLite)
	d.withPlan()
	d.folderNamed("mapp")
	d.huge("stor.csv")
	for name, content := range map[string]string{
		"bild.csv": picture, "tom.csv": "", "rubrik.csv": header, "latin.csv": header + "2022-01-01,meeting,M\xf6te,12,,,,,,\n",
		"annan.csv": "a,b,c\n1,2,3\n",
	} {
		d.write(name, content)
	}
	for _, c := range []struct{ file, word string }{
		{"bild.csv", "UTF-8"}, {"tom.csv", "tom"}, {"rubrik.csv", "bara"}, {"latin.csv", "rad 2"}, {"annan.csv", "indicators"},
		{"borta.csv", "finns inte"}, {"mapp", "är en mapp"}, {"stor.csv", "högst 100 MB"},
	} {
		if o := d.refused(1, []string{c.word, c.file}, "evidence", "import", c.file); o.took > atOnce {
			t.Errorf("the answer took long:\n%s", o)
		}
	}
	if rows, err := csv.NewReader(strings.NewReader(d.must("evidence", "export"))).ReadAll(); err != nil || len(rows) != 1 {
		t.Errorf("after nothing but refusals the export has %d rows, header included (%v)", len(rows), err)
	}
}

func TestTheSameFileIsNotCountedTwice(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		d.withPlan()
		d.must("evidence", "import", d.write("rader.csv", records))
		before := d.must("evidence", "export")
		d.refused(1, []string{"dubbelt"}, "evidence", "import", "rader.csv")
		if d.must("evidence", "export") != before {
			t.Error("the refused file was counted")
		}
	})
}

func TestWrongUsageEndsWithStatusTwo(t *testing.T) {
	t.Parallel()
	d := newDesk(t, store.SQLite)
	d.withPlan()
	for i, c := range []struct {
		args  []string
		words []string
	}{
		{[]string{"plan", "status", "--as-of", "2022-02-30"}, []string{"2022-02-30", "2019-06-30"}},
		{[]string{"plan", "status", "--as-of", "igår"}, []string{"igår"}},
		{[]string{"nonsens"}, []string{"nonsens", "--help"}},
		{[]string{"plan"}, []string{"import", "list", "show", "status"}},
		{[]string{"plan", "nonsens"}, []string{"nonsens"}},
		{[]string{"--nonsens"}, []string{"--nonsens", "--help"}},
		{[]string{"plan", "list", "--nonsens"}, []string{"--nonsens"}},
		{[]string{"plan", "list", "för", "mycket"}, []string{"för"}},
		{[]string{"plan", "import"}, []string{"file"}},
		{[]string{"plan", "status", "--asof", "2020-01-01"}, []string{"--asof", "--as-of"}},
		{[]string{"plan", "list", "--format"}, []string{"--format"}},
		{[]string{"plan", "list", "--format", "xml"}, []string{"xml", "table", "json", "csv"}},
		{[]string{"plan", "list", "--lang", "de"}, []string{"de", "sv", "en"}},
		{[]string{"evidence", "export", "--format", "json"}, []string{"CSV"}},
		{[]string{"user", "add", "a@example.org"}, []string{"--name"}},
		{[]string{"--db", "", "plan", "list"}, []string{"--db"}},
	} {
		d.in([]string{"sv", "en"}[i%2]).refused(2, c.words, c.args...)
	}
}

func TestWrongUsageIsExplainedInTheLanguage(t *testing.T) {
	t.Parallel()
	d := desk{t: t, folder: t.TempDir()}
	english := regexp.MustCompile(`expected|unknown|must be|missing|did you mean|but got`)
	for _, args := range []string{"nonsens", "--nonsens", "plan", "plan import", "plan lst", "plan list --format xml",
		"plan list --format", "serve --demo=kanske", "user add a@example.org", "plan status --asof 2020-01-01"} {
		o := d.refused(2, []string{"Kommandot gick inte att förstå"}, strings.Fields(args)...)
		if word := english.FindString(o.errOut); word != "" {
			t.Errorf("a message in Swedish says %q:\n%s", word, o)
		}
	}
}

func TestAnUnknownPlanIsAFailureThatSaysWhereToLook(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		d.withPlan()
		for _, args := range [][]string{
			{"plan", "status", "--plan", "borta"}, {"plan", "show", "borta"}, {"evidence", "export", "--plan", "borta"},
			{"evidence", "import", d.write("rader.csv", records), "--plan", "borta"},
		} {
			d.refused(1, []string{"borta", "samverk plan list"}, args...)
		}
	})
}

func TestWithoutAnyPlanItSaysHowToGetOne(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		d.refused(1, []string{"samverk plan import"}, "plan", "status")
		d.refused(1, []string{"samverk plan import"}, "evidence", "export")
	})
}

func (d desk) folderNamed(name string) {
	d.t.Helper()
	if err := os.Mkdir(filepath.Join(d.folder, name), 0o700); err != nil {
		d.t.Fatal(err)
	}
}

// huge makes a file that is two gigabytes long and takes no room.
func (d desk) huge(name string) string {
	d.t.Helper()
	d.write(name, "")
	if err := os.Truncate(filepath.Join(d.folder, name), 2<<30); err != nil {
		d.t.Fatal(err)
	}
	return name
}
