package organisations

import (
	"bytes"
	"slices"
	"testing"

	"samverk/platform/calendar"
)

func TestNamesStandInSwedishOrder(t *testing.T) {
	names := []string{"Alvik", "bygdegården", "Café Solen", "cykelklubben", "Zebran", "Ångbåten", "ÄLGEN", "Ödlan"}
	if !slices.IsSortedFunc(names, func(a, b string) int { return bytes.Compare(sortKey(a), sortKey(b)) }) {
		t.Errorf("the keys are %q", names)
	}
	if !bytes.Equal(sortKey("A\u030angbåten"), sortKey("ångbåten")) { // the ring as a mark of its own
		t.Error("the same name has two keys")
	}
}

func TestWhatIsWrongIsToldAtItsField(t *testing.T) {
	right := Content{Name: "Solrosens odlare", Form: "61", Class: Class{ICNPO, "5"}, Seat: "1881", Web: "https://exempel.se", Email: "info@exempel.se", Telephone: "019-12 34 56"}
	if faults := right.check(); len(faults) > 0 {
		t.Fatalf("what is right is refused: %v", faults)
	}
	for field, spoil := range map[string]func(c *Content){
		"name":       func(c *Content) { c.Name = "" },
		"number":     func(c *Content) { c.Number = "5560360794" },
		"form":       func(c *Content) { c.Form = "10" }, // a person
		"class_code": func(c *Content) { c.Class.Code = "13" },
		"seat":       func(c *Content) { c.Municipalities = []string{"Kumla"} },
		"web":        func(c *Content) { c.Web = "javascript:alert(1)" },
		"email":      func(c *Content) { c.Email = "info" },
		"telephone":  func(c *Content) { c.Telephone = "811218-9876" },
		"note":       func(c *Content) { c.Note = "Ordföranden har 19811218-9876" },
		"former":     func(c *Content) { c.FormerNames = []string{"811218-9876"} },
	} {
		c := right
		spoil(&c)
		faults := c.check()
		if len(faults) != 1 || faults[0].field != field {
			t.Errorf("%s: %v", field, faults)
		}
	}
}

func TestTheSameContentIsAlwaysTheSame(t *testing.T) {
	a := Content{Name: "Solrosen", Form: "61", SVB: true, Seat: "1881", Municipalities: []string{"1880", "1814", "1881", "1880"},
		PublicFields: []string{"web", "number", "pin"}, FormerNames: []string{" Gamla  Solrosen", "Solrosen", "Gamla Solrosen", ""}}
	a.tidy()
	if !slices.Equal(a.Municipalities, []string{"1814", "1880"}) || !slices.Equal(a.PublicFields, []string{"number", "web"}) ||
		!slices.Equal(a.FormerNames, []string{"Gamla Solrosen"}) || a.SVB {
		t.Errorf("it is %+v", a)
	}
	a.withFormer("Tistlarna")
	a.withFormer("Solrosen")
	if !slices.Equal(a.FormerNames, []string{"Tistlarna", "Gamla Solrosen"}) {
		t.Errorf("former names are %q", a.FormerNames)
	}
}

func TestTheTimeLineHasTheLatestFirst(t *testing.T) {
	day := calendar.MustDate
	o := Organisation{EndedOn: day("2021-12-31")}
	events := Timeline(&o, []Role{{Kind: Partner, From: day("2019-01-01"), Until: day("2021-12-31")}, {Kind: Supplier, From: day("2021-12-31")}})
	want := []EventKind{Ended, RoleEnded, RoleBegan, RoleBegan}
	if got := kindsOf(events); !slices.Equal(got, want) || events[3].Role.Kind != Partner {
		t.Errorf("got %v", got)
	}
}

func kindsOf(events []Event) (kinds []EventKind) {
	for _, e := range events {
		kinds = append(kinds, e.Kind)
	}
	return kinds
}

func TestMunicipalitiesAreASetting(t *testing.T) {
	all, err := ReadMunicipalities("")
	if err != nil || len(all) != 12 || all.Shown("1881") != "Kumla (1881)" || all.Shown("0180") != "0180" {
		t.Errorf("%v, %v", all, err)
	}
	if own, err := ReadMunicipalities("0180 Stockholm, 0127 Botkyrka"); err != nil || own.Name("0127") != "Botkyrka" {
		t.Errorf("%v, %v", own, err)
	}
	for _, text := range []string{"Kumla", "188 Kumla", "1881", "1881 Kumla,"} {
		if _, err := ReadMunicipalities(text); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}
