package e2e

import (
	"encoding/json"
	"strings"
	"testing"
)

// A manager sees why the inquiry about a conference does not fit in the spring of 2019, tries what would help, sees what half
// time would do, and adopts that with a reason, which is found wherever the activity is.
func TestAManagerDecidesWhatHasToWait(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]reader{"svenska": {}, "svenska på telefon utan skript": {withoutScript: true, width: 390}} {
		t.Run(name, func(t *testing.T) {
			eachEngine(t, func(t *testing.T, d desk) {
				s := d.start("--demo")
				d.must("user", "add", "chef@exempel.se", "--name", "Asta Chef", "--role", "manager")
				d.runWith(password+"\n"+password+"\n", "user", "password", "chef@exempel.se")
				p := r.open(t, s, "/sign-in?back=/staffing%3Fdate%3D2019-05-21")
				p.fill("E-postadress", "chef@exempel.se")
				p.fill("Lösenord", password)
				p.press("Logga in")
				seen := func() {
					if !r.withoutScript { // axe itself is a script
						p.accessible()
					}
					if wide := p.scrollsSideways(); wide != "" {
						t.Error(wide)
					}
				}
				p.sees("16 av 18 aktiviteter ryms", "4. Utreda en återkommande konferens", "Aktiviteten ryms inte 2019 Kv 2", "13 aktiviteter med hög prioritet", "96,1 timmar saknas",
					"2019 Kv 2: 13 aktiviteter med hög prioritet och 1 med mellanhög kräver 889 timmar, och 792,9 finns", "Då pågår 13 aktiviteter med hög prioritet och 2 med mellanhög, på 2,8 tjänster.")
				seen()

				p.press("Lägg till 96,1 timmar för Medarbetare 1 2019 Kv 2")
				p.sees("17 av 18 aktiviteter ryms", "Jämfört med dagens plan", "Ryms nu.")
				seen()
				p.press("Ta bort scenariot")

				p.visit("/plan/" + exampleKey + "/indicator/6?date=2019-05-21")
				p.sees("Kan inte nås som arbetet är planerat. Aktivitet 4 ryms inte eller får vänta.", "Det som återstår tar omkring 40 timmar. Aktiviteten har 0 timmar i planen")
				seen()
				p.visit("/staffing/scenarios/new?date=2019-05-21")
				seen()
				p.fill("Person eller roll", "Medarbetare 1")
				p.fill("Tjänstgöringsgrad", "50")
				p.fill("Från och med", "2020 Kv 1")
				p.fill("Namn", "Halvtid från 2020 Kv 1")
				p.press("Prova")
				p.sees("Medarbetare 1 arbetar 50 % från 2020 Kv 1", "Jämfört med dagens plan")
				seen()
				p.press("Lägg till en ändring")
				p.press("Annan ordning")
				p.fill("Aktivitet", "11. Verka för certifiering")
				p.fill("Plats", "1")
				p.press("Prova")
				p.press("Lägg till en ändring")
				p.press("Annan ordning")
				p.fill("Aktivitet", "14. Samordna Partnerskapet")
				p.fill("Plats", "2")
				p.press("Prova")
				p.sees("Ställ aktivitet 11 på plats 1", "Ställ aktivitet 14 på plats 2")
				d.tellsOfTheScenario("Halvtid från 2020 Kv 1")
				p.press("Anta scenariot")
				p.sees("Jämfört med dagens plan")
				seen()
				p.fill("Skäl", "Anslaget minskar 2020, och certifieringen går först.")
				p.press("Anta")
				p.sees("Scenariot är antaget", "Anslaget minskar 2020, och certifieringen går först.")
				seen()

				for _, at := range []string{"/plan/" + exampleKey + "/activity/14", "/plan/" + exampleKey + "/quarters?date=2019-05-21", "/plan/" + exampleKey + "/indicator/25?date=2019-05-21", "/?date=2019-05-21"} {
					p.visit(at)
					p.sees("Anslaget minskar 2020, och certifieringen går först.")
					seen()
				}
				p.visit("/plan/" + exampleKey + "/quarters?date=2019-05-21")
				p.sees("Timmar planerade med den bemanning som finns", "Ryms ej")
				d.must("check")
			})
		})
	}
}

// tellsOfTheScenario asks the command line for today's plan of hours and for the scenario's: the second has fewer hours in 2020.
func (d desk) tellsOfTheScenario(name string) {
	d.t.Helper()
	hours := func(args ...string) (sum float64) {
		var answer struct {
			Plan, From string
			AtRisk     []struct{ Indicator int } `json:"at_risk"`
			Activities []struct {
				ID    string
				Fits  bool
				Hours []struct {
					Quarter string
					Hours   float64
				}
			}
		}
		printed := d.must(append([]string{"staffing", "plan", "--date", "2019-05-21", "--format", "json"}, args...)...)
		if err := json.Unmarshal([]byte(printed), &answer); err != nil {
			d.t.Fatal(err)
		}
		if answer.Plan != exampleKey || answer.From != "2019-Q2" || len(answer.Activities) != 18 || len(answer.AtRisk) == 0 {
			d.t.Errorf("%s from %s: %d activities, at risk %v", answer.Plan, answer.From, len(answer.Activities), answer.AtRisk)
		}
		for _, a := range answer.Activities {
			for _, w := range a.Hours {
				if strings.HasPrefix(w.Quarter, "2020") {
					sum += w.Hours
				}
			}
		}
		return sum
	}
	if today, then := hours(), hours("--scenario", name); then >= today {
		d.t.Errorf("%v hours in 2020 today, and %v with half time", today, then)
	}
	if words := d.must("staffing", "plan", "--date", "2019-05-21"); !strings.Contains(words, "96,1 timmar saknas") {
		d.t.Errorf("the reason is not there:\n%s", words)
	}
	d.refused(1, []string{"Scenariot Heltid finns inte"}, "staffing", "plan", "--date", "2019-05-21", "--scenario", "Heltid")
}

// What the planner is asked without a database is a file, and so is the answer.
func TestAProblemInAFileIsSolvedWithoutADatabase(t *testing.T) {
	t.Parallel()
	d := desk{t: t, folder: t.TempDir()}
	problem := `{"quarters":["2018-Q1","2018-Q2"],"people":[{"id":"a","hours":[440,430]}],
		"activities":[{"id":"A1","class":"high","rank":1,"window":["2018-Q1","2018-Q2"],"total":300,"people":["a"],"after":[]},
			{"id":"A6","class":"high","rank":2,"window":["2018-Q1","2018-Q2"],"steady":300,"people":["a"],"after":[]}]}`
	var answer struct {
		Activities []struct {
			ID     string
			Fits   bool
			Reason *struct {
				Cause   string
				Missing float64
			}
		}
	}
	file := d.path(d.write("problem.json", problem))
	if err := json.Unmarshal([]byte(d.must("staffing", "solve", file, "--format", "json")), &answer); err != nil {
		t.Fatal(err)
	}
	second := answer.Activities[1]
	if !answer.Activities[0].Fits || second.Fits || second.Reason.Cause != "capacity" || second.Reason.Missing != 30 {
		t.Errorf("%+v", answer)
	}
	if words := d.must("staffing", "solve", file); !strings.Contains(words, "30 timmar saknas; före i ordningen kommer A1") {
		t.Errorf("%s", words)
	}
	d.refused(1, []string{"2018-Q9"}, "staffing", "solve", d.path(d.write("wrong.json", strings.Replace(problem, "2018-Q2", "2018-Q9", 1))))
	d.refused(1, []string{"finns inte", "borta.json"}, "staffing", "solve", "borta.json")
	if left := d.files(); len(left) > 2 {
		t.Errorf("a problem left %v in the folder", left)
	}
}
