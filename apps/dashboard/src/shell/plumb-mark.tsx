export function PlumbMark() {
  return (
    <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden>
      <rect width="32" height="32" rx="7" fill="#00588f" />
      <path d="M16 4v11" stroke="#fff" strokeWidth="2" strokeLinecap="round" />
      <path d="M10.5 15h11l-2.2 6L16 28l-3.3-7z" fill="#fff" />
      <path d="M9 4h14" stroke="#fff" strokeWidth="2.4" strokeLinecap="round" />
    </svg>
  );
}
