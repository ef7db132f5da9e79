// Passes connections on to a server, and holds what the server answers for a time, as if the server were farther away.
//
// Usage: relay LISTEN SERVER DELAY, as relay 127.0.0.1:1234 127.0.0.1:5678 30ms
package main

import (
	"io"
	"log"
	"net"
	"os"
	"time"
)

type piece struct {
	due   time.Time
	bytes []byte
}

func main() {
	delay, err := time.ParseDuration(os.Args[3])
	if err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("tcp", os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	for {
		client, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		server, err := net.Dial("tcp", os.Args[2])
		if err != nil {
			log.Fatal(err)
		}
		go func() {
			io.Copy(server, client)
			server.Close()
		}()
		pieces := make(chan piece, 1024)
		go receive(server, delay, pieces)
		go send(client, pieces)
	}
}

func receive(server net.Conn, delay time.Duration, pieces chan<- piece) {
	defer close(pieces)
	for {
		bytes := make([]byte, 32*1024)
		n, err := server.Read(bytes)
		if n > 0 {
			pieces <- piece{time.Now().Add(delay), bytes[:n]}
		}
		if err != nil {
			return
		}
	}
}

func send(client net.Conn, pieces <-chan piece) {
	for each := range pieces {
		time.Sleep(time.Until(each.due))
		client.Write(each.bytes)
	}
	client.Close()
}
