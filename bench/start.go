package main

import (
	"fmt"
	"os/exec"
	"slices"
	"time"

	"samverk/platform/store/storetest/pgtemp"
)

// measureStart starts the built program on an existing example database and waits for its first page.
func measureStart(program string, server *pgtemp.Server) {
	heading("Start of the program         first page ms   slowest of 9   memory at rest MB   aim")
	dbs, closeAll := databases(server, "start")
	defer closeAll()
	for _, db := range dbs {
		start := func() *process {
			return startServer(exec.Command(program, "--db", db.Address(), "serve", "--demo"), "/")
		}
		start().stop() // makes the example
		var all []time.Duration
		var rest float64
		for range 9 {
			p := start()
			all = append(all, p.started)
			rest = p.memory()
			p.stop()
		}
		slices.Sort(all)
		fmt.Printf("%-28s %13.0f %14.0f %19.0f   under %.0f ms: %s\n", db.Engine(), ms(all[4]), ms(all[8]), rest, ms(aimStart), yes(all[4] < aimStart))
	}
}
