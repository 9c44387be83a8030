// Command bench measures the program beside something that bounds it, in the same run: the bare engine, a bare scan of
// the same rows. It prints figures and judges nothing. Run it with `make bench`.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"slices"
	"time"

	"samverk/features/audit"
	"samverk/migrations"
	"samverk/platform/store"
	"samverk/platform/store/storetest/pgtemp"
)

var ctx = audit.As(context.Background(), audit.Actor{Kind: audit.Program, ID: "bench", Name: "Mätning"})

func main() {
	quick := flag.Bool("quick", false, "leave out the million records, and the ten million entries of the trail")
	only := flag.String("only", "", "measure only this part: reading, pages, start, writes, trail, people, planner, organisations, meetings, import or applications")
	program := flag.String("program", "bin/samverk", "the program whose start and pages are measured")
	entries := flag.Int("entries", 0, "measure the trail with so many entries only")
	rows := flag.Int("rows", 0, "measure only with so many organisations in the register, or rows in the file that is brought in")
	engine := flag.String("engine", "", "bring files in on this engine only: sqlite or postgres")
	profile := flag.String("profile", "", "write where the time goes to this file, for go tool pprof")
	bare := flag.Int("bare", 0, "serve pages of so many bytes and nothing else; bench starts itself so")
	addr := flag.String("addr", "", "where -bare answers")
	flag.Parse()
	if *bare > 0 {
		serveBare(*addr, *bare)
		return
	}
	fmt.Printf("%s, %d processors, %s/%s\n", runtime.Version(), runtime.NumCPU(), runtime.GOOS, runtime.GOARCH)
	server, err := pgtemp.Start(pgtemp.Durable)
	must(err)
	defer server.Stop() //nolint:errcheck // the folder is temporary
	parts := []part{
		{"reading", measureReading},
		{"pages", func() { measureFilled(*program, server, *quick) }},
		{"start", func() { measureStart(*program, server) }},
		{"writes", func() { measureWrites(server) }},
		{"trail", func() { measureTrail(server, *entries, *quick) }},
		{"people", func() { measurePeople(server) }},
		{"planner", measurePlanner},
		{"organisations", func() { measureOrganisations(server, *rows, *quick) }},
		{"meetings", func() { measureMeetings(*program, server, *quick) }},
		{"import", func() { measureImport(server, *rows, store.Engine(*engine), *quick) }},
		{"applications", func() { measureApplications(server) }},
	}
	defer profiling(*profile)()
	for _, p := range parts {
		if *only == "" || *only == p.name {
			p.measure()
		}
	}
}

// profiling writes down where the time goes until what it gives is called. No file: it does nothing.
func profiling(file string) func() {
	if file == "" {
		return func() {}
	}
	out, err := os.Create(file) //nolint:gosec // whoever measures has chosen it
	must(err)
	must(pprof.StartCPUProfile(out))
	return func() {
		pprof.StopCPUProfile()
		must(out.Close())
	}
}

// part is what is measured in one go.
type part struct {
	name    string
	measure func()
}

// measureFilled measures statuses and pages with more and more records.
func measureFilled(program string, server *pgtemp.Server, quick bool) {
	sizes, duration := []int{100, 10_000, 1_000_000}, 3*time.Second
	if quick {
		sizes, duration = sizes[:2], time.Second/2
	}
	all, closeAll := fillAll(server, sizes)
	defer closeAll()
	measureStatus(all)
	measurePages(program, all, duration)
}

// databases makes a new migrated database on each engine, with the durability of production.
func databases(server *pgtemp.Server, name string) ([]*store.DB, func()) {
	folder, err := os.MkdirTemp("", "samverk-bench-")
	must(err)
	admin, err := store.Open(ctx, server.Address("postgres"))
	must(err)
	must(admin.Execute(ctx, "CREATE DATABASE "+name))
	must(admin.Close())
	var opened []*store.DB
	for _, address := range []string{folder + "/samverk.db", server.Address(name)} {
		db, err := store.Open(ctx, address)
		must(err)
		_, err = db.Migrate(ctx, migrations.For(db.Engine()))
		must(err)
		opened = append(opened, db)
	}
	return opened, func() {
		for _, db := range opened {
			db.Close() //nolint:errcheck // thrown away
		}
		os.RemoveAll(folder) //nolint:errcheck // temporary
	}
}

// median runs fn several times after once for warmth, and gives the middle time.
func median(times int, fn func()) time.Duration {
	fn()
	all := make([]time.Duration, times)
	for i := range all {
		start := time.Now()
		fn()
		all[i] = time.Since(start)
	}
	slices.Sort(all)
	return all[times/2]
}

func heading(text string) { fmt.Printf("\n%s\n", text) }

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}
