# One thread per connection, each waiting for its client; the main one waits for the next.
import socket
import threading

listener = socket.create_server(("127.0.0.1", 0))
clients = [socket.create_connection(listener.getsockname()) for _ in range(3)]
for _ in clients:
    connection, _ = listener.accept()
    threading.Thread(target=connection.recv, args=(10,)).start()
listener.accept()
