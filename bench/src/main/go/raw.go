// The least that a copy can be: an open GET is the body of a PUT, both by URLs that were signed before. No checksum, no
// second look, no retry of an error.
//
// Usage: raw WORKERS < lines, each a URL to GET, a tab, and a URL to PUT
package main

import (
	"bufio"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
)

func main() {
	workers, err := strconv.Atoi(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 2 * workers, DisableCompression: true}}
	copies := make(chan string)
	var done sync.WaitGroup
	for range workers {
		done.Go(func() {
			for line := range copies {
				from, to, _ := strings.Cut(line, "\t")
				if err := copyObject(client, from, to); err != nil {
					log.Fatal(err)
				}
			}
		})
	}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(make([]byte, 1<<16), 1<<16)
	for lines.Scan() {
		copies <- lines.Text()
	}
	close(copies)
	done.Wait()
}

func copyObject(client *http.Client, from, to string) error {
	got, err := client.Get(from)
	// versitygw sometimes refuses a signed URL that it accepts a moment later.
	for again := 0; again < 3 && err == nil && got.StatusCode == http.StatusForbidden; again++ {
		got.Body.Close()
		got, err = client.Get(from)
	}
	if err != nil {
		return err
	}
	defer got.Body.Close()
	request, err := http.NewRequest(http.MethodPut, to, got.Body)
	if err != nil {
		return err
	}
	request.ContentLength = got.ContentLength
	put, err := client.Do(request)
	if err != nil {
		return err
	}
	defer put.Body.Close()
	if _, err := io.Copy(io.Discard, put.Body); err != nil {
		return err
	}
	if got.StatusCode != http.StatusOK || put.StatusCode != http.StatusOK {
		log.Fatalf("GET answered %s, PUT %s", got.Status, put.Status)
	}
	return nil
}
