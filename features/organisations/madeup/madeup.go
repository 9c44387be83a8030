// Package madeup makes registers of organisations that do not exist, for tests and measurements: as many as are asked
// for, the same each time.
package madeup

import (
	"math/rand/v2"
	"strconv"
	"strings"

	"samverk/features/organisations"
)

// What names are put together of. Places and surnames are two parts each, so there are many of them.
var (
	placeBegins = strings.Fields("Björk Lind Alm Ek Ask Gran Tall Rönn Hassel Vide Säv Ler Sand Grus Sten Berg Dal Skog Äng Åker Kvarn Kyrk Hammar Bruks Norr Söder Öster Väster Stor Lill Ny Gammel Hög Låg Ljung Mos Älg Räv Varg Tjäder Orr Häger Stjärn Sol Måne Vinter Sommar Kung Drottning Klint Ras Hult")
	placeEnds   = strings.Fields("by torp hult ryd sta vik näs ås fors bo lund tuna arp böle sjö å viken dalen berga hammar hed mo backa löv holm ö skoga")
	subjects    = strings.Fields("idrotts kultur musik teater hembygds natur båt cykel orienterings simm gymnastik ridsport fotbolls handbolls schack konst foto film körsångs dans scout ungdoms pensionärs kvinno föräldra nykterhets frilufts fågel biodlar trädgårds odlar veteranbils järnvägs modellflyg bridge boule golf tennis skid skridsko fiske jakt hund katt häst släktforskar litteratur språk vän integrations fred miljö klimat hälso handikapp syn hörsel hjärt njur diabetes allergi")
	kinds       = strings.Fields("förening klubb sällskap förbund krets lag grupp kör kår sektion råd nätverk center stiftelse kooperativ verkstad")
	closings    = strings.Fields("IF IK BK FF SK AIK GIF IFK KF")
	surnames    = strings.Fields("Lind Berg Ström Alm Ek Sjö Dal Gran Ny Hed Lund Sund Holm Äng Ö Åker Wik Sand Hag Norr")
	surnameEnds = strings.Fields("ström berg gren qvist kvist lund holm mark dahl stedt man blad blom fors lind vall strand")
	trades      = strings.Fields("Bygg Måleri Café Städ Snickeri Textil Tvätt Catering Reparation Återbruk Trädgård Transport Media Data Konsult Tryckeri Bageri Keramik Cykelservice Möbler")
	syllables   = strings.Fields("no vi tra lu mo ka re si do ba fe li ra to mi ne sa vo ty ru ga pe zo in al er um an ax or")
)

// Register makes so many organisations.
func Register(n int) []organisations.Content {
	r := rand.New(rand.NewPCG(1814, 1885))                    //nolint:gosec // the same each time is what is wanted
	municipalities, _ := organisations.ReadMunicipalities("") // the example's are right
	all := make([]organisations.Content, n)
	for i := range all {
		c := &all[i]
		c.Name, c.Form = name(r)
		c.Number = number(c.Form, i)
		c.Seat = municipalities[r.IntN(len(municipalities))].Code
		if r.IntN(4) == 0 {
			c.Municipalities = []string{municipalities[r.IntN(len(municipalities))].Code}
		}
		if r.IntN(12) == 0 {
			former, _ := name(r)
			c.FormerNames = []string{former}
		}
		c.Class = organisations.Class{Vocabulary: organisations.ICNPO, Code: strconv.Itoa(1 + r.IntN(12))}
		c.IsPublic = r.IntN(3) > 0
	}
	return all
}

func one(r *rand.Rand, words []string) string { return words[r.IntN(len(words))] }

func place(r *rand.Rand) string { return one(r, placeBegins) + one(r, placeEnds) }

// invented is a word that few others have, as companies are called.
func invented(r *rand.Rand) string {
	word := ""
	for range 2 + r.IntN(3) {
		word += one(r, syllables)
	}
	return strings.ToUpper(word[:1]) + word[1:]
}

func capital(word string) string {
	letters := []rune(word)
	return strings.ToUpper(string(letters[:1])) + string(letters[1:])
}

// name makes a name with the legal form that goes with it.
func name(r *rand.Rand) (string, organisations.LegalForm) {
	switch r.IntN(10) {
	case 0, 1:
		return place(r) + "s " + one(r, subjects) + one(r, kinds), "61"
	case 2:
		return place(r) + " " + one(r, closings), "61"
	case 3:
		return capital(one(r, subjects)+one(r, kinds)) + "en i " + place(r), "61"
	case 4:
		return capital(one(r, subjects)+one(r, kinds)) + "en " + invented(r), "61"
	case 5:
		return one(r, surnames) + one(r, surnameEnds) + "s " + one(r, trades) + " AB", organisations.Limited
	case 6:
		return invented(r) + " " + one(r, trades) + " i " + place(r) + " AB", organisations.Limited
	case 7:
		return one(r, trades) + "kooperativet " + invented(r) + " ekonomisk förening", "51"
	case 8:
		return "Stiftelsen " + invented(r) + " " + place(r), "72"
	}
	return place(r) + "s " + one(r, trades) + " och " + strings.ToLower(one(r, trades)), "61"
}

// number makes the i-th number; numbers of a form begin as they do, and all of them are different.
func number(form organisations.LegalForm, i int) organisations.Number {
	first := map[organisations.LegalForm]string{"61": "8", "51": "7", "49": "5", "72": "8"}[form]
	nine := first + "0" + strconv.Itoa(2_000_000+i) // the third digit is at least 2
	for last := range 10 {
		if n, err := organisations.ParseNumber(nine + strconv.Itoa(last)); err == nil {
			return n
		}
	}
	return ""
}
