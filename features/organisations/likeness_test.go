package organisations

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Names that look as those that people write, and whether they are likely of the same organisation.
func TestWhichNamesAreAlike(t *testing.T) {
	towns, _ := ReadMunicipalities("")
	for _, c := range []struct {
		one, other string
		likely     bool
	}{
		{"IF Björken", "Idrottsföreningen Björken", true},
		{"Björkens IF", "Idrottsföreningen Björken", true},
		{"Björkens idrottsförening", "IF Björken", true},
		{"I.F. Björken", "IF BJÖRKEN", true},
		{"IF Björken", "IK Björken", false},
		{"Björkens BK", "Björkens bollklubb", true},
		{"IF Björken", "IF Björnen", true}, // one letter; somebody should look
		{"Idrotts föreningen Björken", "Idrottsföreningen Björken", true},
		{"Röda stjärnan Kumla", "Röda stjärnan Hallsberg", false},
		{"Röda stjärnan i Kumla", "Röda stjärnan Kumla", true},
		{"Röda stjärnan", "Röda stjärnan Kumla", true},
		{"Kumla scoutkår 1", "Kumla scoutkår 2", false},
		{"Solrosens odlare", "Solrosen odlare", true},
		{"Solrosens odlare", "Solrossens odlare", true},
		{"Solrosens odlare", "Odlarna", false},
		{"Solrosen AB", "Solrosen ekonomisk förening", false},
		{"Solrosen ek. för.", "Solrosen ekonomisk förening", true},
		{"Stiftelsen Solrosen", "Solrosen", true},
		{"Solrosen, ideell förening", "Föreningen Solrosen", true},
		{"Pensionärsföreningen Björkbacka", "Björkbacka pensionärsförening", true},
		{"Kumla IF", "Kumla IF Ungdom", false},
		{"Nora konstförening", "Norra konstföreningen", false},
		{"Nora konstförening", "Nora fotoklubb", false},
		{"Hembygdsföreningen", "Idrottsföreningen", false},
		{"Tiveds vandrarvänner", "Tivedens vandrarvänner", true},
		{"Café Äpplet", "Cafe Applet", true},
		{"K.F.V.M. Örebro", "KFVM Örebro", true},
	} {
		a, b := Content{Name: c.one}, Content{Name: c.other}
		if l := likenessOf(&a, &b, towns); l.isLikely() != c.likely {
			t.Errorf("%q and %q: %v, %q and %q", c.one, c.other, l, telling(c.one), telling(c.other))
		}
	}
}

func TestWhatSpeaksForAndAgainst(t *testing.T) {
	towns, _ := ReadMunicipalities("")
	name := Content{Name: "Solrosen"}
	with := func(change func(c *Content)) Content {
		c := name
		change(&c)
		return c
	}
	for what, c := range map[string]struct {
		a, b Content
		want []Reason // none: not likely
	}{
		"the same name in one place": {with(func(c *Content) { c.Seat = "1881" }), with(func(c *Content) { c.Seat, c.Municipalities = "1880", []string{"1881"} }), []Reason{SameName}},
		"in different places":        {with(func(c *Content) { c.Seat = "1881" }), with(func(c *Content) { c.Seat = "1880" }), nil},
		"the same number":            {Content{Name: "Ett", Number: "8290001018"}, Content{Name: "Annat", Number: "8290001018"}, []Reason{SameNumber}},
		"different numbers":          {with(func(c *Content) { c.Number = "8290001018" }), with(func(c *Content) { c.Number = "2120000142" }), nil},
		"different numbers, but one address": {with(func(c *Content) { c.Number, c.Email = "8290001018", "Info@exempel.se" }),
			with(func(c *Content) { c.Number, c.Email = "2120000142", "info@exempel.se" }), []Reason{SameName, SameEmail}},
		"a former name": {name, Content{Name: "Vallmon", FormerNames: []string{"Solrosen"}}, []Reason{SameName}},
		"post to one house": {Content{Name: "Solrosens trädgård", Seat: "1881", Address: "c/o Exempelsson\nStorgatan 1\n692 30 Kumla"},
			Content{Name: "Solrosens odlare", Seat: "1881", Address: "Storgatan 1, SE-69230 KUMLA"}, []Reason{SameAddress}},
		"others in the house": {Content{Name: "Kumla konstförening", Seat: "1881", Address: "Storgatan 1, 692 30 Kumla"},
			Content{Name: "Kumla fotoklubb", Seat: "1881", Address: "Storgatan 1, 692 30 Kumla"}, nil},
		"one e-mail": {Content{Name: "Ett", Email: "info@exempel.se"}, Content{Name: "Annat", Email: "info@exempel.se"}, []Reason{SameEmail}},
		"one site": {Content{Name: "Solrosens odlare", Seat: "1881", Web: "https://www.solrosen.exempel.se/"},
			Content{Name: "Solrosens vänner", Seat: "1881", Web: "http://solrosen.exempel.se"}, []Reason{SameWeb}},
		"one host of many": {Content{Name: "Solrosens odlare", Seat: "1881", Web: "https://exempel.se/solrosen"},
			Content{Name: "Solrosens vänner", Seat: "1881", Web: "https://exempel.se/vanner"}, nil},
		"nothing": {Content{}, Content{}, []Reason{SameName}},
	} {
		l := likenessOf(&c.a, &c.b, towns)
		if l.isLikely() != (c.want != nil) || c.want != nil && !slices.Equal(l.reasons, c.want) {
			t.Errorf("%s: %+v", what, l)
		}
	}
}

func TestLikenessIsMutual(t *testing.T) {
	towns, _ := ReadMunicipalities("")
	word := rapid.SampledFrom([]string{"IF", "Björken", "Björkens", "Idrottsföreningen", "Solrosen", "solrossen", "Kumla", "i", "AB", "klubben", "Nora", "1", "ö"})
	content := rapid.Custom(func(t *rapid.T) Content {
		name := ""
		for _, w := range rapid.SliceOfN(word, 1, 4).Draw(t, "words") {
			name += w + " "
		}
		return Content{Name: name, Seat: rapid.SampledFrom([]string{"", "1881", "1884"}).Draw(t, "seat"), Email: rapid.SampledFrom([]string{"", "a@exempel.se"}).Draw(t, "email"),
			Number: rapid.SampledFrom([]Number{"", "8290001018", "2120000142"}).Draw(t, "number"), Web: rapid.SampledFrom([]string{"", "https://exempel.se"}).Draw(t, "web"),
			Address: rapid.SampledFrom([]string{"", "Storgatan 1, 692 30 Kumla"}).Draw(t, "address")}
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := content.Draw(t, "a"), content.Draw(t, "b")
		one, other := likenessOf(&a, &b, towns), likenessOf(&b, &a, towns)
		if one.isLikely() != other.isLikely() {
			t.Fatalf("%q and %q: %+v, the other way %+v", a.Name, b.Name, one, other)
		}
		if one.isLikely() && !mayBeLikely(&a, &b) {
			t.Fatalf("%+v and %+v are not weighed, but likely: %+v", a, b, one)
		}
		if own := likenessOf(&a, &a, towns); !slices.Contains(own.reasons, SameName) || !own.isLikely() {
			t.Fatalf("%q is not like itself", a.Name)
		}
	})
}

func FuzzKeysOfOrganisations(f *testing.F) {
	f.Add("Idrottsföreningen Björken", "Storgatan 1\n692 30 Kumla", "https://www.exempel.se/x/")
	f.Fuzz(func(t *testing.T, name, address, web string) {
		a := Content{Name: name, Address: address, Web: web}
		if l := likenessOf(&a, &a, nil); !slices.Contains(l.reasons, SameName) {
			t.Errorf("%q is not like itself", name)
		}
	})
}
