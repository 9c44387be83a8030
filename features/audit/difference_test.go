package audit

import (
	"reflect"
	"testing"

	"samverk/platform/i18n"
)

func TestOnlyWhatDiffersIsTold(t *testing.T) {
	before := `{"id":"1","title":"Träff","state":"prepared","tags":["a"],"excluded":true,"rule":{"target":2,"period":"year"},"same":{"x":1}}`
	after := `{"id":"2","title":"Möte","state":"decided","tags":["a","b"],"excluded":false,"rule":{"target":3,"period":"year"},"same":{"x":1},"empty":""}`
	said := speaker{p: i18n.NewCatalogue(Messages()).In(i18n.Swedish)}
	got := newEntryView(said, &Entry{Before: before, After: after}).Rows
	want := []rowView{{"Undantagen", "ja", "nej"}, {"Mål", "2", "3"}, {"Läge", "prepared", "decided"}, {"Etiketter", "a", "a, b"}, {"Rubrik", "Träff", "Möte"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestSomethingNewTellsAllItHas(t *testing.T) {
	said := speaker{p: i18n.NewCatalogue(Messages()).In(i18n.English), names: map[string]string{"k1": "25. Meetings"}}
	v := newEntryView(said, &Entry{Action: "record.linked", After: `{"indicatorId":"k1","recordId":"k2","excluded":false,"countsFor":"2018-01-01","decidedBy":"A"}`})
	if !v.IsNew || !reflect.DeepEqual(v.Rows, []rowView{{"Counts for the period from", "", "2018-01-01"}}) ||
		!reflect.DeepEqual(v.About, []string{"Indicator: 25. Meetings"}) || v.What != "Counts towards an indicator by decision" {
		t.Errorf("%+v", v)
	}
}

// What stands in the trail may be anything: nothing is told of what cannot be read, and what is beside it is.
func TestWhatCannotBeReadIsLeftOut(t *testing.T) {
	said := speaker{p: i18n.NewCatalogue(Messages()).In(i18n.Swedish)}
	for _, text := range []string{"", "{", "null", `{"a":null}`} {
		got := newEntryView(said, &Entry{Before: text, After: `{"title":"Möte"}`}).Rows
		if !reflect.DeepEqual(got, []rowView{{"Rubrik", "", "Möte"}}) {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

func TestATrailIsNamedAfterTheThingAndNotAPartOfIt(t *testing.T) {
	entries := []Entry{{After: `{"title":"Träff"}`}, {Before: `{"title":"Träff"}`, After: `{"title":"Möte"}`}, {After: `{"name":"bilaga.pdf"}`}}
	if got := titleIn(entries); got != "Möte" {
		t.Errorf("it is called %q", got)
	}
}
