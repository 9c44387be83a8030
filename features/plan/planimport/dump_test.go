package planimport_test

import (
	"encoding/json"
	"fmt"
	"os"
	"samverk/features/plan/planimport"
	"testing"
)

func TestDump(t *testing.T) {
	name := os.Getenv("DUMP")
	if name == "" {
		t.Skip()
	}
	content, _ := os.ReadFile(name)
	d, err := planimport.NewReader().Read(name, content, swedishPrinter(), nil)
	if err != nil {
		t.Fatal(swedishPrinter().Error(err))
	}
	if os.Getenv("LINES") != "" {
		for _, l := range d.Lines {
			fmt.Printf("%4d %-13s %-12s %s\n", l.Number, l.Role, l.Subject, l.Repaired)
		}
		return
	}
	fmt.Println(d.Title, "|", d.Period, "|", d.AdoptedOn, d.AdoptedBy, "|", d.OverallGoal)
	fmt.Println("INTRO", d.Introduction)
	fmt.Println(d.Staff)
	for _, g := range d.Goals {
		fmt.Printf("G %d [%s] %s\n   text %.200q\n", g.Number, g.Label, g.Title, g.Text)
		for _, a := range g.Activities {
			fmt.Printf("  A %d [%s] (%s) %s | %s %s–%s %s %q %v\n      bg %.400q\n", a.Number, a.Label, a.Area, a.Title, a.Priority, a.Window.From, a.Window.To, a.Recurrence, a.Responsible, a.Flags, a.Background)
			for _, i := range a.Indicators {
				r := i.Rule
				fmt.Printf("     I %d [%s] %.2f %s\n        %s %g %s %s–%s %v %v %s %v %v\n", i.Number, i.Label, i.Confidence, i.Text, r.Kind, r.Target, r.Period, r.From, r.To, r.States, r.Evidence, r.Measure, r.Origin, i.Flags)
			}
		}
	}
	for _, w := range d.Warnings {
		fmt.Println("W", w)
	}
	for _, u := range d.Unread {
		fmt.Println("U", u)
	}
	_ = json.Marshal
}
