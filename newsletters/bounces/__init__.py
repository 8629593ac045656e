"""What comes back: reports of delivery, complaints, requests to leave; read, and acted upon."""
