package planimport

import "testing"

func TestLabelsAreFoundThroughScanningNoise(t *testing.T) {
	cases := []struct {
		text    string
		heading bool
		field   field
		number  string
		rest    string
	}{
		{"Mål 1: Fler möts", false, fieldGoal, "1", "Fler möts"},
		{"Mal 1: Fler möts", false, fieldGoal, "1", "Fler möts"},
		{"Mil 2: Fler möts", false, fieldGoal, "2", "Fler möts"},
		{"Mål A: Fler möts", false, fieldGoal, "A", "Fler möts"},
		{"Delmål 3. Alla hörs", false, fieldGoal, "3", "Alla hörs"},
		{"Målområde 1 Mötesplatser", true, fieldGoal, "1", "Mötesplatser"},
		{"Insatsområde: Kultur", false, fieldGoal, "", "Kultur"},
		{"Aktivitet: Att mötas", false, fieldActivity, "", "Att mötas"},
		{"Akrivitet 1.2: Att mötas", false, fieldActivity, "1.2", "Att mötas"},
		{"Åtgärd A1.1 Öppna huset", false, fieldActivity, "A1.1", "Öppna huset"},
		{"Atgird 4: Öppna huset", false, fieldActivity, "4", "Öppna huset"},
		{"Indifeator 14: Minst ett", false, fieldIndicator, "14", "Minst ett"},
		{"Indikator l4: Minst ett", false, fieldIndicator, "l4", "Minst ett"},
		{"• Nyckeltal 1.1.1: Antal", false, fieldIndicator, "1.1.1", "Antal"},
		{"Indikator7: Antal", false, fieldIndicator, "7", "Antal"},
		{"Mått: Antal", false, fieldIndicator, "", "Antal"},
		{". Prioritet: Hög", false, fieldPriority, "", "Hög"},
		{"‘ Prioriret: H6g", false, fieldPriority, "", "H6g"},
		{"Prio: 1", false, fieldPriority, "", "1"},
		{"Tid: 2018", false, fieldTime, "", "2018"},
		{"Tidplan: 2018", false, fieldTime, "", "2018"},
		{"Ansvarig: Kansliet", false, fieldResponsible, "", "Kansliet"},
		{"Bemanning och resurser", false, fieldStaffing, "", ""},
		{"Övergripande mål: Alla hörs", false, fieldOverall, "", "Alla hörs"},
		{"Goal 2: Everybody is heard", false, fieldGoal, "2", "Everybody is heard"},
		{"Indicator 1.2.1: At least one", false, fieldIndicator, "1.2.1", "At least one"},
		{"Responsible: Office", false, fieldResponsible, "", "Office"},
	}
	for _, c := range cases {
		found, ok := findLabel(c.text, c.heading)
		if !ok || found.field != c.field || found.number != c.number || found.rest != c.rest {
			t.Errorf("%q: read as %+v (%v), wanted %s %q %q", c.text, found, ok, c.field, c.number, c.rest)
		}
	}
}

func TestOrdinaryTextIsNoLabel(t *testing.T) {
	for _, text := range []string{
		"Mål 2 i planen handlar om kultur.", "Målet är att fler ska mötas.", "Tiden är knapp", "Till detta kommer: mer",
		"Insatser behövs i hela länet.", "Aktiviteter 2018 2019 2020 2021", "Mål och medel", "Resurserna räcker inte.", "", "1", "Mal",
	} {
		if found, ok := findLabel(text, false); ok {
			t.Errorf("%q was read as the label %s", text, found.field)
		}
	}
}
