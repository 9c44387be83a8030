package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"time"

	"samverk/features/accounts"
	"samverk/features/evidence"
	"samverk/features/plan"
	"samverk/platform/calendar"
	"samverk/platform/store"
)

// What pages are to hold. They are asked for over HTTP from a process of their own; whoever asks, the program, the bare
// server and PostgreSQL share the machine's processors, so the rates say least on a small machine.
const (
	aimAlone    = 5 * time.Millisecond  // one request at a time
	aimP99      = 20 * time.Millisecond // with eight at a time
	aimPerQuick = 5000                  // quarter plans a second
	aimShare    = 0.5                   // public pages, of the bare server's rate
	aimStart    = 100 * time.Millisecond
	aimMemory   = 60.0 // MB under load
)

// connections is how many ask at once.
const connections = 8

// page is an address that is measured.
type page struct {
	name     string
	path     string
	signedIn bool
	perSec   float64 // rate aimed at; 0 for none
	share    float64 // of the bare server's rate, aimed at; 0 for none
}

func pagesOf(p *plan.Plan) []page {
	return []page{
		{name: "Läget", path: "/", signedIn: true},
		{name: "quarter plan", path: "/plan/" + p.Key + "/quarters", signedIn: true, perSec: aimPerQuick},
		{name: "indicator", path: "/plan/" + p.Key + "/indicator/1", signedIn: true},
		{name: "public start", path: "/", share: aimShare},
		{name: "public plan", path: "/public/" + p.Key, share: aimShare},
	}
}

// measurePages starts the program on each filled database and asks for its pages, beside a bare server.
func measurePages(program string, all []filled, duration time.Duration) {
	for _, f := range all {
		measurePagesOf(program, f, duration)
	}
}

func measurePagesOf(program string, f filled, duration time.Duration) {
	heading(fmt.Sprintf("Pages, %s, %d records   alone ms  server µs    p50 ms    p99 ms     per s  bare per s  share   aims", f.db.Engine(), f.size))
	token := signIn(f.db)
	server := startServer(exec.Command(program, "--db", f.db.Address(), "serve"), "/accessibility")
	defer server.stop()
	first := time.Now()
	server.mustAnswer(page{path: "/"}, token)
	fmt.Printf("%-30s %9.1f\n", "first page after the start", ms(time.Since(first)))
	for _, p := range pagesOf(f.plan) {
		measurePage(server, p, token, duration)
	}
	for _, p := range pagesOf(f.plan) {
		measureAfterChange(server, p, token, f)
	}
	rest := server.memory()
	fmt.Printf("%-30s %9.0f MB %47s under %.0f MB: %s\n", "memory under load", rest, "", aimMemory, yes(rest < aimMemory))
}

func measurePage(server *process, p page, token string, duration time.Duration) {
	size := server.mustAnswer(p, token)
	alone := server.alone(p, token, 200)
	spent := server.processorTime()
	load := server.load(p, token, duration)
	spent = server.processorTime() - spent
	bare := startBare(size)
	defer bare.stop()
	bare.mustAnswer(page{path: "/"}, "")
	bareRate := bare.load(page{path: "/"}, "", duration).rate
	aims := "alone: " + yes(alone < aimAlone) + ", p99: " + yes(load.p99 < aimP99)
	if p.perSec > 0 {
		aims += fmt.Sprintf(", %.0f/s: %s", p.perSec, yes(load.rate >= p.perSec))
	}
	if p.share > 0 {
		aims += fmt.Sprintf(", %.0f%%: %s", 100*p.share, yes(load.rate >= p.share*bareRate))
	}
	name := p.name
	if p.signedIn {
		name += ", signed in"
	}
	fmt.Printf("%-30s %9.2f %10.0f %9.2f %9.2f %9.0f %11.0f %5.0f%%   %s\n", fmt.Sprintf("%s (%d kB)", name, size/1000),
		ms(alone), spent.Seconds()*1e6/float64(load.count), ms(load.p50), ms(load.p99), load.rate, bareRate, 100*load.rate/bareRate, aims)
}

// measureAfterChange adds a record before each request: nothing that was worked out before holds any more.
func measureAfterChange(server *process, p page, token string, f filled) {
	indicator := f.plan.Indicators()[0].ID
	all := make([]time.Duration, 30)
	for i := range all {
		addRecord(f.db, indicator, i)
		start := time.Now()
		server.mustAnswer(p, token)
		all[i] = time.Since(start)
	}
	slices.Sort(all)
	middle := all[len(all)/2]
	fmt.Printf("%-30s %9.2f %58s alone: %s\n", "after a change: "+p.name, ms(middle), "", yes(middle < aimAlone))
}

func addRecord(db *store.DB, indicator string, i int) {
	today := calendar.MustDate("2020-09-30")
	must(db.Write(ctx, func(tx *store.Tx) error {
		_, err := evidence.Add(ctx, tx, evidence.NewRecord{
			Content:    evidence.Content{Kind: plan.Meeting, Day: today.AddDays(-i), Title: "Möte"},
			Indicators: []evidence.Placing{{IndicatorID: indicator}},
		}, today)
		return err
	}))
}

// signIn begins a session for an account of its own.
func signIn(db *store.DB) (token string) {
	must(db.Write(ctx, func(tx *store.Tx) error {
		account, err := accounts.Add(ctx, tx, "Strateg", "strateg@exempel.se", accounts.Officer)
		if err != nil {
			return err
		}
		token, err = accounts.Begin(ctx, tx, account.ID, accounts.ByPassword, time.Now())
		return err
	}))
	return token
}

// startBare starts this program again as a server that answers every request with as many bytes.
func startBare(size int) *process {
	self, err := os.Executable()
	must(err)
	return startServer(exec.Command(self, "-bare", strconv.Itoa(size)), "/")
}

// serveBare is what the program's pages are compared with: net/http and one write.
func serveBare(addr string, size int) {
	content := make([]byte, size)
	for i := range content {
		content[i] = "abcdefghijklmnopqrstuvwxyz <>"[i%29]
	}
	listener, err := net.Listen("tcp", addr)
	must(err)
	must(http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { //nolint:gosec // a bare server has no limits
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Length", strconv.Itoa(len(content)))
		w.Write(content) //nolint:errcheck // whoever asked has gone away
	})))
}

func yes(reached bool) string {
	if reached {
		return "yes"
	}
	return "NO"
}

func ms(d time.Duration) float64 { return d.Seconds() * 1000 }
