"""What a person can do something about; `code` is stable."""


class Refusal(Exception):
    def __init__(self, code, message):
        super().__init__(message)
        self.code = code
