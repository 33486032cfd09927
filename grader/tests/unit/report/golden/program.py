import socket
    s.sendall(b"\x1b")	# [31m here
