/** Names as a large company has them: the commonest first, letters of many scripts among them. */
export const FIRST_NAMES =
  `James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph
  Jessica Thomas Karen Carlos Sarah Daniel Lisa Matthew Nancy Anthony Sandra Mark Ashley Paul Emily Steven Kimberly Andrew Margaret
  Kenneth Donna Joshua Michelle Kevin Carol Brian Amanda George Melissa Timothy Deborah Ronald Stephanie Jason Rebecca Edward Laura
  Jeffrey Helen Ryan Sharon Jacob Cynthia Gary Kathleen Nicholas Amy Eric Angela Jonathan Shirley Stephen Anna Larry Brenda Justin
  Pamela Scott Emma Brandon Nicole Benjamin Samantha Samuel Katherine Gregory Christine Alexander Debra Patrick Rachel Frank Carolyn
  Raymond Janet Jack Maria Dennis Olivia Jerry Heather Tyler Diane Aaron Julie José Joyce Ángel Lucía Søren Zoë Jürgen Émile Chloé
  Nuria Ravi Mei Yuki Hiroshi Fatima Omar Aisha Ahmed Wei Priya Arjun Sofía Mateo Ingrid Lars Björn Agnieszka Paweł Łukasz Ayşe
  İbrahim Nguyễn Thảo Олена Дмитро Γιώργος 美玲 太郎 Petra Felix Ines Tomás Xavier Quentin Yvonne Zachary Uma Victor Walter`.split(
    /\s+/,
  )

export const LAST_NAMES =
  `Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson
  Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young Allen
  King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter Roberts Gomez Phillips
  Evans Turner Diaz Parker Cruz Edwards Collins Reyes Stewart Morris Morales Murphy Cook Rogers Gutierrez Ortiz Morgan Cooper Peterson
  Bailey Reed Kelly Howard Ramos Kim Cox Ward Richardson Watson Brooks Chavez Wood Bennett Gray Mendoza Ruiz Hughes Price Alvarez
  Castillo Sanders Patel Myers Long Ross Foster Jimenez Okafor Menon Ortega Tanaka Novak Zimmer Navarro Müller Schröder Weiß Lefèvre
  Çelik Øster Nowak Kowalski Ivanova Петренко Παπαδόπουλος 李 山田 O'Brien Smith-Jones Eriksson Virtanen Horváth Popescu Haddad Suzuki
  Chen Wang Kaya Quill Xu Yilmaz Zapata Ueda Vogel Lindqvist`.split(/\s+/)

export const UNIT_NAMES =
  `Accounts Claims Compliance Care Data Design Engineering Facilities Finance Hiring Legal Logistics Marketing
  Operations Payments Procurement Research Risk Sales Treasury`.split(/\s+/)
