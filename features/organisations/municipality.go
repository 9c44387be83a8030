package organisations

import (
	"slices"
	"strings"

	"samverk/platform/i18n"
)

// Municipality is a municipality by SCB's code of four digits, the first two being the county's.
type Municipality struct{ Code, Name string }

// Municipalities are those that can be chosen.
type Municipalities []Municipality

// exampleMunicipalities are those of Örebro län, for whoever sets none.
const exampleMunicipalities = `1814 Lekeberg, 1860 Laxå, 1861 Hallsberg, 1862 Degerfors, 1863 Hällefors, 1864 Ljusnarsberg,
	1880 Örebro, 1881 Kumla, 1882 Askersund, 1883 Karlskoga, 1884 Nora, 1885 Lindesberg`

// ReadMunicipalities reads a setting: "1880 Örebro, 1881 Kumla". An empty text gives those of the example.
func ReadMunicipalities(text string) (Municipalities, error) {
	if strings.TrimSpace(text) == "" {
		text = exampleMunicipalities
	}
	var list Municipalities
	for _, part := range strings.Split(text, ",") {
		code, name, _ := strings.Cut(strings.TrimSpace(part), " ")
		name = strings.TrimSpace(name)
		if !isMunicipality(code) || name == "" {
			return nil, i18n.Fail("organisations.municipality.setting", "part", strings.TrimSpace(part))
		}
		list = append(list, Municipality{code, name})
	}
	return list, nil
}

// Shown is a municipality by name and code; the code alone when it is not among those that can be chosen.
func (m Municipalities) Shown(code string) string {
	if at := slices.IndexFunc(m, func(one Municipality) bool { return one.Code == code }); at >= 0 {
		return m[at].Name + " (" + code + ")"
	}
	return code
}

// Name is the name alone; the code when there is none.
func (m Municipalities) Name(code string) string {
	if at := slices.IndexFunc(m, func(one Municipality) bool { return one.Code == code }); at >= 0 {
		return m[at].Name
	}
	return code
}

func isMunicipality(code string) bool {
	return len(code) == 4 && strings.Trim(code, "0123456789") == ""
}
