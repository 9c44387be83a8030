// Command withpostgres runs another command with SAMVERK_TEST_POSTGRES set to a temporary PostgreSQL server, so that
// all test packages share one. A server that is already given is used as it is.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"samverk/platform/store/storetest"
	"samverk/platform/store/storetest/pgtemp"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: withpostgres COMMAND [ARGUMENT ...]")
		os.Exit(2)
	}
	os.Exit(run(os.Args[1:]))
}

func run(command []string) int {
	if os.Getenv(storetest.AddressVariable) == "" {
		server, err := pgtemp.Start(pgtemp.Fast)
		if err != nil {
			fmt.Fprintln(os.Stderr, "withpostgres:", err)
			return 1
		}
		defer server.Stop() //nolint:errcheck // the folder is temporary
		os.Setenv(storetest.AddressVariable, server.Address("postgres"))
		fmt.Println("withpostgres: a temporary PostgreSQL server is running")
	}
	// The command gets the interrupt too; we stay to stop the server after it.
	signal.Notify(make(chan os.Signal, 1), os.Interrupt, syscall.SIGTERM)
	child := exec.Command(command[0], command[1:]...)
	child.Stdin, child.Stdout, child.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := child.Run()
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		return exit.ExitCode()
	case err != nil:
		fmt.Fprintln(os.Stderr, "withpostgres:", err)
		return 1
	}
	return 0
}
