package main

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// measureStart starts the built program on an existing example database and waits for its first page.
func measureStart(program string) {
	heading("Start of the program                  first page ms   memory at rest MB   memory after 2 000 pages MB")
	folder, err := os.MkdirTemp("", "samverk-bench-")
	must(err)
	defer os.RemoveAll(folder) //nolint:errcheck // temporary
	database := filepath.Join(folder, "samverk.db")
	startAndStop(program, database, true) // makes the database
	var first []time.Duration
	var rest, loaded string
	for range 5 {
		var took time.Duration
		took, rest, loaded = startAndStop(program, database, false)
		first = append(first, took)
	}
	quickest := first[0]
	for _, took := range first {
		quickest = min(quickest, took)
	}
	fmt.Printf("%-28s %22.0f %19s %29s\n", "sqlite, warm disk cache", quickest.Seconds()*1000, rest, loaded)
}

func startAndStop(program, database string, empty bool) (first time.Duration, rest, loaded string) {
	const address = "127.0.0.1:18080"
	start := time.Now()
	cmd := exec.Command(program, "--db", database, "serve", "--addr", address, "--demo")
	must(cmd.Start())
	defer func() {
		cmd.Process.Signal(os.Interrupt) //nolint:errcheck // it may have ended
		cmd.Wait()                       //nolint:errcheck // its status says nothing here
	}()
	for !answers("http://" + address + "/") {
		if time.Since(start) > time.Minute {
			must(fmt.Errorf("%s did not answer within a minute", program))
		}
		time.Sleep(time.Millisecond)
	}
	first = time.Since(start)
	if empty {
		return first, "", ""
	}
	rest = memory(cmd.Process.Pid)
	for range 2000 {
		answers("http://" + address + "/?date=2020-09-30")
	}
	return first, rest, memory(cmd.Process.Pid)
}

func answers(address string) bool {
	response, err := http.Get(address)
	if err != nil {
		return false
	}
	defer response.Body.Close() //nolint:errcheck // nothing to lose
	var sink [32 << 10]byte
	for {
		if _, err := response.Body.Read(sink[:]); err != nil {
			return response.StatusCode == http.StatusOK
		}
	}
}

// memory is the process's resident memory in MB, as the kernel says.
func memory(pid int) string {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return "not known here"
	}
	for line := range strings.Lines(string(data)) {
		if value, found := strings.CutPrefix(line, "VmRSS:"); found {
			var kilobytes float64
			fmt.Sscan(value, &kilobytes) //nolint:errcheck // 0 is seen
			return fmt.Sprintf("%.0f", kilobytes/1024)
		}
	}
	return "not known here"
}
