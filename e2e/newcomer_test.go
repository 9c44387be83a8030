package e2e

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestTheProgramAloneTellsWhatItCanDo(t *testing.T) {
	t.Parallel()
	d := desk{t: t, folder: t.TempDir()}
	for language, words := range map[string][]string{
		"":   {"Användning:", "Kommandon:", "plan import", "evidence import", "plan status", "serve", "backup", "check"},
		"en": {"Usage:", "Commands:", "plan import", "evidence import", "plan status", "serve", "backup", "check"},
	} {
		for _, asked := range [][]string{nil, {"--help"}} {
			page := d.in(language).must(asked...)
			for _, word := range words {
				if !strings.Contains(page, word) {
					t.Errorf("the help in language %q does not mention %q:\n%s", language, word, page)
				}
			}
		}
	}
	if left := d.files(); len(left) > 0 {
		t.Errorf("asking for help left %v in the folder", left)
	}
}

func TestTheLanguageIsSwedishUnlessAnotherIsChosen(t *testing.T) {
	t.Parallel()
	d := desk{t: t, folder: t.TempDir()}
	for _, c := range []struct {
		language string
		args     []string
		word     string
	}{
		{"", []string{"plan", "import", "borta.txt"}, "finns inte"},
		{"", []string{"--lang", "en", "plan", "import", "borta.txt"}, "does not exist"},
		{"", []string{"plan", "import", "borta.txt", "--lang=en"}, "does not exist"},
		{"en", []string{"plan", "import", "borta.txt"}, "does not exist"},
		{"en", []string{"--lang", "sv", "plan", "import", "borta.txt"}, "finns inte"},
	} {
		d.in(c.language).refused(1, []string{c.word, "borta.txt"}, c.args...)
	}
}

func TestADryRunShowsThePlanAndTouchesNoDatabase(t *testing.T) {
	t.Parallel()
	d := desk{t: t, folder: t.TempDir()}
	printed := d.must("plan", "import", "--dry-run", "--format", "json", d.document("01"))
	var draft struct {
		Title       string
		Period      struct{ From, To string }
		OverallGoal string
		Staff       []struct {
			Role    string
			Percent int
		}
		Goals []struct {
			Number     int
			Title      string
			Activities []struct {
				Number                int
				Area, Title, Priority string
				Recurrence            string
				Window                struct{ From, To string }
				Indicators            []struct {
					Number      int
					Text        string
					SourceLines [2]int
					Confidence  float64
					Flags       []string
					Rule        map[string]any
				}
			}
		}
		Unread []struct {
			Line int
			Text string
		}
		Warnings []struct {
			Line          int
			Code, Message string
		}
	}
	d.decode(printed, &draft)
	if draft.Title == "" || draft.OverallGoal == "" || draft.Period.From != "2022-01-01" || draft.Period.To != "2025-12-31" {
		t.Errorf("the plan's head was read as %q, %q, %v", draft.Title, draft.OverallGoal, draft.Period)
	}
	if len(draft.Staff) != 3 || draft.Staff[0].Percent != 100 {
		t.Errorf("the staff was read as %v", draft.Staff)
	}
	activities, indicators := 0, 0
	for _, goal := range draft.Goals {
		for _, activity := range goal.Activities {
			activities++
			if activity.Number != activities || activity.Title == "" || activity.Window.From == "" {
				t.Errorf("activity %d was read as %+v", activities, activity)
			}
			for _, indicator := range activity.Indicators {
				indicators++
				if indicator.Number != indicators || indicator.Text == "" || indicator.SourceLines[0] == 0 || indicator.Confidence <= 0 {
					t.Errorf("indicator %d was read as %+v", indicators, indicator)
				}
				for _, name := range []string{"kind", "from", "to"} {
					if text, _ := indicator.Rule[name].(string); text == "" {
						t.Errorf("the rule of indicator %d has no %s", indicators, name)
					}
				}
			}
		}
	}
	if len(draft.Goals) != 3 || activities != 6 || indicators != 14 {
		t.Errorf("%d goals, %d activities and %d indicators were read, not 3, 6 and 14", len(draft.Goals), activities, indicators)
	}
	if left := d.files(); len(left) > 0 {
		t.Errorf("a dry run left %v in the folder", left)
	}
}

func TestWithoutAnAddressTheDatabaseLiesInTheWorkingFolder(t *testing.T) {
	t.Parallel()
	d := desk{t: t, folder: t.TempDir()}
	key := d.withPlan()
	if !slices.Contains(d.files(), "samverk.db") {
		t.Errorf("there is no samverk.db in the working folder but %v", d.files())
	}
	if list := d.must("plan", "list"); !strings.Contains(list, key) {
		t.Errorf("the plan %q is not in the list:\n%s", key, list)
	}
}

func TestAnImportedPlanIsListedAndShown(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		first := d.withPlan()
		if strings.ContainsAny(first, " \n") || first == "" {
			t.Errorf("plan import prints %q, which is no single key", first)
		}
		second := strings.TrimSpace(d.must("plan", "import", d.document("03")))
		var plans []struct{ Key, Title, Status, From, To string }
		d.decode(d.must("plan", "list", "--format", "json"), &plans)
		keys := map[string]string{}
		for _, plan := range plans {
			keys[plan.Key] = plan.Status
		}
		if len(plans) != 2 || keys[first] != "current" || keys[second] != "current" {
			t.Errorf("after importing %q and %q the list says %v", first, second, plans)
		}
		rows, err := csv.NewReader(strings.NewReader(d.must("plan", "list", "--format", "csv"))).ReadAll()
		if err != nil || len(rows) != 3 {
			t.Errorf("the list as CSV has %d rows, header included (%v)", len(rows), err)
		}
		if latest, _ := d.status("2023-01-01"); latest.Plan != second {
			t.Errorf("without --plan the status is that of %q and not of the plan accepted last, %q", latest.Plan, second)
		}
		shown := d.must("plan", "show", first)
		for _, text := range []string{"Föreningsrådet", "Indikatorn är uppfylld när", "Mål 3"} {
			if !strings.Contains(strings.ToLower(shown), strings.ToLower(text)) {
				t.Errorf("plan show says nothing of %q:\n%s", text, shown)
			}
		}
		if shown := d.in("en").must("plan", "show", first); !strings.Contains(shown, "Goal 3") {
			t.Errorf("plan show in English has no Goal 3:\n%s", shown)
		}
	})
}

func TestAnAccountIsAddedGivenAPasswordAndListed(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		d.must("user", "add", "handlaggare@example.org", "--name", "Åsa Öberg-Påhittad", "--role", "officer")
		if before := d.must("user", "list"); !strings.Contains(before, "Åsa Öberg-Påhittad") {
			t.Errorf("the account is not in the list:\n%s", before)
		}
		d.refused(1, []string{"handlaggare@example.org"}, "user", "add", "Handlaggare@example.org", "--name", "En till")
		if o := d.runWith("kort\n", "user", "password", "handlaggare@example.org"); o.exit != 1 || !strings.Contains(o.errOut, "för kort") {
			t.Errorf("a password that is too short is taken, or not explained:\n%s", o)
		}
		secret := "en mening som ingen gissar"
		if o := d.runWith(secret+"\n", "user", "password", "handlaggare@example.org"); o.exit != 0 || strings.Contains(o.out+o.errOut, secret) {
			t.Errorf("setting a password fails, or shows it:\n%s", o)
		}
		printed := d.must("user", "list", "--format", "json")
		var accounts []map[string]any
		d.decode(printed, &accounts)
		if len(accounts) != 1 || accounts[0]["hasPassword"] != true || accounts[0]["role"] != "officer" {
			t.Errorf("the account has no password after it was given one: %v", accounts)
		}
		if strings.Contains(printed, "argon2") {
			t.Errorf("the list shows the hash of a password:\n%s", printed)
		}
		d.refused(1, []string{"borta@example.org", "samverk user list"}, "user", "password", "borta@example.org")
	})
}

func TestABackupIsRestoredToAnEmptyPlaceOnly(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		d.withPlan()
		d.must("evidence", "import", d.write("rader.csv", records))
		_, before := d.status("2023-06-30")
		d.must("backup", "kopia.dump")
		d.refused(1, []string{"kopia.dump", "finns redan"}, "backup", "kopia.dump")
		d.refused(1, []string{"skrivs över"}, "restore", "kopia.dump")

		elsewhere := d.on(emptyLike(t, d))
		elsewhere.must("restore", "kopia.dump")
		elsewhere.must("check")
		if _, after := elsewhere.status("2023-06-30"); after != before {
			t.Errorf("the status differs after the restore:\n%s\nwas\n%s", after, before)
		}
		elsewhere.must("evidence", "import", elsewhere.write("fler.csv", header+"2023-04-02,meeting,Ett möte till,12,,,,,,\n"))
		elsewhere.must("check")
		if _, untouched := d.status("2023-06-30"); untouched != before {
			t.Error("writing to the restored database changed the first one")
		}
	})
}

func TestTheChainCanBeCheckedAgainstAnAnchor(t *testing.T) {
	eachEngine(t, func(t *testing.T, d desk) {
		d.withPlan()
		var report struct {
			Sealed, Unsealed int
			Anchor           string
		}
		d.decode(d.must("check", "--format", "json"), &report)
		if report.Sealed == 0 || report.Unsealed != 0 || report.Anchor == "" {
			t.Errorf("after a command everything should be sealed: %+v", report)
		}
		d.must("user", "add", "a@example.org", "--name", "Någon")
		d.must("check", "--anchor", report.Anchor)
		other := report.Anchor[:len(report.Anchor)-4] + "0000"
		if bytes.HasSuffix([]byte(report.Anchor), []byte("0000")) {
			other = report.Anchor[:len(report.Anchor)-4] + "1111"
		}
		d.refused(1, nil, "check", "--anchor", other)
		d.refused(1, []string{"nonsens"}, "check", "--anchor", "nonsens")
	})
}

// sameButKey takes the plan's key out of a printed status, so that two databases can be compared.
func sameButKey(t *testing.T, text string) string {
	t.Helper()
	var status map[string]any
	if err := json.Unmarshal([]byte(text), &status); err != nil {
		t.Fatal(err)
	}
	delete(status, "plan")
	again, err := json.Marshal(status)
	if err != nil {
		t.Fatal(err)
	}
	return string(again)
}
