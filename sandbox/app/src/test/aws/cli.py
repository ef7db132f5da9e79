"""The AWS CLI, loaded once for all commands of the tests: to load it takes half a second of processor time.

cli.py --serve SOCKET    loads it, prints a line, and runs each command in a fork of itself until its input ends
cli.py SOCKET WORD...    one command, in the caller's folder, with its environment and files; to be run with -I -S
"""
import json
import os
import select
import socket
import sys


def serve(path):
    import signal

    from awscli.clidriver import create_clidriver

    create_clidriver()  # for what it imports
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()
    print("ready", flush=True)
    while listener in select.select([listener, sys.stdin], [], [])[0]:
        connection = listener.accept()[0]
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            run(connection)
        connection.close()


def run(connection):
    status = 255
    try:
        text, files, _, _ = socket.recv_fds(connection, 65536, 3)
        while not text.endswith(b"\n"):
            text += connection.recv(65536)
        command = json.loads(text)
        for number, file in enumerate(files):
            os.dup2(file, number)
        os.chdir(command["folder"])
        data = os.environ["AWS_DATA_PATH"]  # set when the CLI is imported
        os.environ.clear()
        os.environ.update(command["environment"], AWS_DATA_PATH=data)
        sys.argv = ["aws", *command["words"]]
        from awscli.clidriver import main

        status = main()
    except SystemExit as end:
        status = end.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        connection.send(str(status).encode())
        os._exit(0)


def send(path, words):
    server = socket.socket(socket.AF_UNIX)
    server.connect(path)
    command = {"folder": os.getcwd(), "environment": dict(os.environ), "words": words}
    socket.send_fds(server, [json.dumps(command).encode() + b"\n"], [0, 1, 2])
    sys.exit(int(server.recv(8) or 255))


if sys.argv[1] == "--serve":
    serve(sys.argv[2])
else:
    send(sys.argv[1], sys.argv[2:])
