"""Another processor on a free loopback port: keeps what it is sent, and answers what it is told to."""

from __future__ import annotations

import http.server
import threading


class Processor:
    """Answers 200 with a line of JSON unless told otherwise."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], str]] = []
        self.status = 200
        self.answer = b'{"transactionId":"example1234"}'
        self.headers = {"Content-Type": "application/json"}
        self.silent = threading.Event()
        self.hangs = False
        """No answer until it is closed; dropped: the connection ends without one."""
        self.drops = False
        processor = self

        class Handler(http.server.BaseHTTPRequestHandler):
            """One exchange."""

            def do_POST(self) -> None:
                """Answer as told."""
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                named = {name.lower(): value for name, value in self.headers.items()}
                processor.got.append((named, body.decode()))
                if processor.hangs:
                    processor.silent.wait(5)
                if processor.drops or processor.hangs:
                    self.close_connection = True
                    return
                self.send_response(processor.status)
                for name, value in processor.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(processor.answer)))
                self.end_headers()
                self.wfile.write(processor.answer)

            def log_message(self, format: str, *args: object) -> None:
                """Nothing is printed."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/v1/payments"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Nobody listens any more."""
        self.silent.set()
        self.server.shutdown()
        self.server.server_close()
