"""Sentences of committee reports with and without personal data, and unfinished ones; invented.

Numbers, names and addresses are made up, or kept for tests and fiction.
"""

WITH = """\
Baby Tobias's case led to change.
The case of child T, NHS no 943-476-5919, was reviewed.
NHS number: 9434765919 was wrongly printed.
His NHS number (943 476 5919) appears twice.
Her unique pupil number is H801200001001.
UPN H801200001001 was left on the form.
The father's National Insurance number is QQ123456C.
NI number AB 12 34 56 C was quoted.
The claimant, AB123456C, appealed.
She was born on 3 April 2016 in Banbury.
He was born 14.02.2015.
D.O.B. 14/02/2015
The boy (DOB 1 March 2012) had moved school.
Child B (date of birth: 2014-06-30) was on a plan.
The baby, born on the 3rd of May 2024, died in hospital.
Born in Oxford on 12 March 2019, she lived with her aunt.
The family moved to OX4 2ES in June.
They lived at 14 Larch Close, Oxford, OX3 9DU.
The mother's address is 7 Mill Lane, Witney OX28 6AB.
The home is in ox14 3hj.
The family's home at OX141AB was visited.
Her mobile is 07700 900123.
The father rang from +44 7700 900123 that night.
Call grandmother on 01632-960-123.
Ring mum (07700900456).
The number given by the stepfather was (01632) 960 001.
Contact was made through amy.jones1990@example.com by the aunt.
The perpetrator used the address darkknight@example.net.
The message went to j.bloggs@example.com.
The allegation came by e-mail from alex@example.org.
He wrote to mum.of.three@example.co.uk for help.
J.S. (14) was excluded from school.
AB, aged 7, lives with her grandmother.
KL (age 15) went missing twice.
MT, who was 9, told her teacher.
A 6-year-old boy, T.W., had been seen by the GP.
Child C, aged 11 months, had bruising.
A child, R.P., 3 years old, was hurt.
Ryan, aged 14, was placed out of county.
Aisha (9) said that she felt safe.
Mohammed's mother did not attend.
The mother of Chloe asked for help.
Liam and his sister were on a plan.
Ethan's foster carer resigned.
Sophie, 16, was exploited by an older man.
Jack went missing from his placement.
The death of Daniel shocked everybody.
Olivia disclosed abuse to a teaching assistant.
A girl called Megan was at risk.
The boy, Connor, was known to the police.
Her brother Kyle was arrested.
Concerns about Jayden were raised in May.
Zainab's father had left the country.
Twins Ella and Noah, aged 2, were seen at home.
Mia's baby was born early.
The pupil, Harry Thompson, was excluded.
Child A (Samuel) lives with his aunt.
Seven-year-old Tyler was not in school.
Leah, then aged 12, told the nurse.
A fifteen-year-old, Jasmine, was trafficked.
Lucas was 8 when the neglect began.
Please see the record of Amelia, aged five.
Alfie (5 yrs) was weighed at each visit.
The 13 year old, known as Kai, had a social worker.
Poppy, aged 3, had burns.
Grace (aged 10) did not want to go home.
Ms Khan, mother of Ibrahim, complained.
Mr and Mrs Taylor's son, Oscar, was removed.
The review of Baby P.J., 4 months, took nine weeks.
L.M. aged 16 told us that nobody listened.
Their daughter Freya has a plan.
His date of birth is 30th November 2011.
NHS 943 476 5919
The pupil with UPN: H801200001001 moved.
Ask the carer on 07700 900 982.
T (8) and her sister S (6) moved in.
Young person K, 17, left care.
The infant's NHS No. 943 476 5919 was on the front page.
N.H.S. number 943 476 5919
Patient 943 476 5919 attended the unit.
The number 9434765919 belongs to the baby.
See file for 943-476-5919 (the sibling).
UPN is H 8012 0000 1001.
Pupil no. H801200001001 joined in May.
Unique Pupil Number (UPN): H801200001001.
NINO AB 12 34 56 C was recorded for the carer.
Mum's NI number, JG103759A, was found on the letter.
Date of birth 5/6/2017.
Date of birth: 05 Jun 2017.
The child's birthday is 5 June 2017.
DOB: 05-06-17
dob 5.6.17
The girl was born on June 5, 2017.
A boy born 5th June 2017 was adopted.
The twins were born on 5/6/2017 at home.
His son (b. 05/06/2017) is known to us.
Child Q, born 5 June 2017, lives in Didcot.
They moved to 22 Station Road, Didcot, OX11 7NN.
The child was found at OX11 7NN.
Home address: Flat 2, 9 Church Street, Abingdon OX14 5BN.
The incident took place at 3 Elm Close, OX26 2AB.
Father's flat in Cowley (OX4 3XX) was searched.
The victim lives at postcode OX4 3XY.
Grandma's number is 01865 960123.
Text the mother on 07700 900 555.
The caller's number was 07700-900-555.
Aunt: +44 (0)7700 900555.
The carer phoned from 01865 960 987 twice.
Phone 07700900555.
The victim can be reached on 0770 090 0555.
Please write to sam.smith@gmail.com.
The mother wrote from kayleigh_88@hotmail.co.uk to complain.
A complaint was received from d.jones@outlook.com.
An officer sent it to the wrong address, tina@yahoo.co.uk.
The father's e-mail (bob@example.org) was disclosed.
A.B. (aged 12) ran away.
AB (12) told her teacher.
The child, J.K., aged 9 months, was in hospital.
XY, a 14-year-old girl, was missing for nine days.
C.D. was 13 when she was first missing.
J S, aged 6, has a plan.
JS, 6 years old, has a plan.
JS (6 years) has a plan.
P.T., a boy of 7, was removed.
Baby M (6 weeks) was bruised.
Child F, who is 11, told staff.
Sibling 2, L.L., aged 8, was seen.
Emily, aged 8, told her teacher.
Emily (8) told her teacher.
Emily Watson, 8, told her teacher.
Emily is 8 and lives with her father.
An eight-year-old called Emily told her teacher.
8-year-old Emily told her teacher.
Emily's mum asked for help.
Emily's older brother was excluded.
The father of Emily rang.
Her sister Emily was seen.
His daughter, Emily, was seen.
Little Emily, who was only 3, died.
Stepfather of Emily and Jack was convicted.
Kacper, aged 7, speaks Polish.
Kacper Nowak (aged 7) speaks Polish.
Mykhailo, aged 9, came from Ukraine.
Zoë, 6, and her brother Seán, 9, were adopted.
Łukasz (aged 10) was placed in Reading.
Aaliyah's aunt took her in.
The case of Fatima showed delay.
The child's name is Rohan Patel.
Baby Leo died of his injuries.
Muhammad was placed with foster carers.
Jess self-harmed in her placement.
Thomas, five, and Lily, three, were left alone.
Sarah and her son Josh fled the home.
Archie lives with his nan.
Callum's social worker changed six times.
A pupil, Ben, was hurt.
The boy (Ben, 13) was hurt.
Ben, a 13-year-old boy, was hurt.
Ben, who has just turned 13, was hurt.
Ben was 13.
The girl, Saskia, was seven when her file was opened.
Records show that Rhys (DOB 12.04.13) was not on roll.
Case study: Tyrone, 15, had gone missing eleven times.
Child's NHS number – 943 476 5919.
Her mother, Tracey, did not answer.
Kian's stepdad was on bail.
A letter was posted to 18 Orchard Way, Wallingford OX10 0PQ.
K.B. (7 yrs) and L.B. (5 yrs) lived with an uncle.
Contact her on 07700 900 321.
The young man, Dylan, aged seventeen, had left care.
The boy's number was given as 07700900321.
He can be emailed at tyrone.b@live.co.uk.
pupil H801200001001
His UPN (H801200001001) had been mistyped.
Born 9th September 2010, he had four schools.
The dad's NINO is JG 10 37 59 A.
"Nobody listened," said Bethany, 16.
Baby Alfie was taken to hospital.
In the words of Jamal, aged 12: "I was scared".
A two-year-old girl, Imogen, was found alone.
We met Chidi (13) and his brother Emeka (11).
The carer of Nathan said so.
Ewa's parents speak Polish.
The neglect of Harvey was known.
Her grandson Toby lives in Bicester.
A mother (Lisa) told the review that she was not heard.
Jodie was removed from her mother's care.
The siblings M.O. and P.O., aged 3 and 5, were placed apart.
T.J., then 14, was arrested.
Address: 5 The Green, Chipping Norton, OX7 5AA (the family home).
The referrer rang from 01632 960 456.
Her email is shazia.k@example.com.
Date of birth 23 Feb 2018
d.o.b: 23/2/18
The child was born on the 23rd February 2018.
N.I. number QQ 12 34 56 C
Number: 943 476 5919 (NHS)
The stepfather, Wayne, hit her.
Wiktoria, aged 10, interpreted for her parents.
Twin girls, Hiba and Noor, aged 4.
The school rang 01632 960123 twice.
The team was given 01632 960321 by a neighbour.
The message reached jo.bloggs@example.com by mistake.
An officer forwarded it to jo.bloggs@example.org.
They moved in with relatives near the hospital, OX3 9DU.
Phone the family on 020 7946 0123.
""".splitlines()

WITHOUT = """\
The contact officer is Jane Smith, Strategic Partnerships Manager, 01865 328563.
Contact officer: Jane Smith, jane.smith@oxfordshire.gov.uk, 01865 792422.
E-mail: oscb@oxfordshire.gov.uk. Telephone: 01865 815843.
For questions, ring the safeguarding team on 01865 328563.
Report any concern to the MASH on 0345 050 7666.
Childline can be called on 0800 1111 at any hour.
The board meets at County Hall, New Road, Oxford OX1 1ND.
The office moved to Speedwell Street, Oxford OX1 1NE.
The John Radcliffe Hospital, Headley Way, Oxford OX3 9DU, hosts the team.
The meeting on 12 March 2025 was well attended.
The Children Act 1989, section 47, applies.
Under section 17 of the Children Act 1989, 2,312 children were in need.
The Children and Social Work Act 2017 established collective responsibility.
Working Together to Safeguard Children 2023 sets this out.
In 2025-26 there were 21,480 contacts, 943 more than the year before.
The total of 9,434,765,919 pounds is an error.
Children aged 5 to 11 were seen within 10 days.
Of 14-year-olds, 12% were persistently absent.
Boys aged 16 and 17 are over-represented.
CAMHS (14) and MASH (9) attended.
OSCB, 14 members, met six times.
The MASH has 12 staff.
Part A, 14 pages, is exempt.
The review of Child A was published on 3 June 2025.
Child A's review took nine months.
Child D and Child E were the subject of one review.
The plan was agreed by Councillor Liz Brighouse and the Director.
The Independent Chair, Richard Simpson, aged reports well.
Kevin Gordon, Director of Children's Services, introduced the report.
The board thanked Hannah Farncombe for her work.
The Lucy Faithfull Foundation ran 3 courses.
Mary Smith attended 14 meetings.
The April meeting had 12 apologies.
May 2025 saw 14 new plans.
The Daniel Pelka review is quoted nationally.
Sarah's Law and Clare's Law are used.
Jay (2014) found failings in Rotherham.
Laming (2003) recommended it.
Munro (2011) argued for less procedure.
The Aveline Quillfeather inquiry changed the law.
Priority 1: neglect; priority 2: exploitation.
Paragraphs 12 and 14 refer.
Ref 2025/0412.
Account 20-00-00 12345678.
ISBN 978 0 11 322740 2.
Phase 2 starts on 01/04/2026.
The year to 31/03/2026 closed in balance.
Quarter 1 (April to June) had 412 referrals.
The dataset has 1,234,567 rows.
£412,300 was spent, £12,865 of it on training.
The ratio is 1:14.
Table 3 shows 38.0 per 10,000.
DfE statistics of 14 November 2025 give the national rate.
Thames Valley Police, HQ South, Kidlington OX5 2NX, is a partner office.
The school nurse team works from the hub in Banbury.
KS2 pupils, 11 in all, took part.
Year 7 (11 to 12) pupils were asked.
Ofsted inspected on 5 February 2024.
Birth rates fell by 3% in 2024.
Babies born in 2024 were fewer.
Children born after 1 September 2020 start school this year.
Data for those born before 31 August 2008 are left out.
In W1 and W2 the trend was flat.
The B4009 was closed.
The A34 and M40 are used by county lines.
G7 and G20 were quoted.
A to Z of services.
FGM (3) and HBV (2) cases were reported.
JTAI (2023) praised the work.
LADO, 214 allegations, was reviewed.
SEND, aged data set, and so on.
The Christian Aid group and 14 others came.
Frank talk and hope were in evidence.
Will the plan work? 14 said yes.
Rose to 14 per cent.
Mark 5 of 10.
Members asked 14 questions.
The mother and baby unit has 8 places.
Fathers were seen in 12 of 20 cases.
Siblings aged under 5 were placed together.
The child's voice was heard in 9 of 12 audits.
Version 2.1 of 14 May.
Section 11 audits: 24 of 28 returned.
Schools 01 to 12 took part.
Recommendation 3 (a) and (b).
Room 2, 14:00 to 16:30.
The budget is 0.5m.
Telephone interviews were held with 14 heads.
E-mail was the main channel.
An e-mail was sent to all 312 schools.
Phone calls to the helpline rose by 943.
Postcodes were used to map need.
Names and dates of birth are never published.
NHS numbers are now recorded in 94% of files.
The NHS number is the common identifier.
A unique pupil number is held by each school.
National Insurance contributions rose to 15%.
The NSPCC helpline is 0808 800 5000.
Training is booked at training.oscb@oxfordshire.gov.uk.
The Kingfisher Team can be reached at kingfisher@thamesvalley.police.uk.
Contact: Steven Turner, Board Manager, tel 01865 816399.
Contact Officer: Tan Lea, Strategic Safeguarding Partnerships Manager, Tan.Lea@oxfordshire.gov.uk
Contact officer: Lara Patel. Tel: 07700 900100. Email: lara.patel@example.com
Further copies from the Board office, Samuelson House, Tramway Road, Banbury OX16 5AU.
Please contact the business unit on 01865 815538.
The LADO can be reached on 01865 810603 or LADO.safeguardingchildren@oxfordshire.gov.uk.
If a child is in danger call 999, or the MASH on 0345 0507666.
Parents can ring Family Lives on 0808 800 2222.
County Hall, New Road, Oxford, OX1 1ND
The venue is the Kassam Stadium, Oxford OX4 4XP.
The committee meets on Thursday, 10 September 2020.
Agenda item 7, 10 September 2020.
The Care Act 2014 and the Children Act 2004 (section 16E) apply.
Statutory Instrument 2018 No. 789 brings it in.
SI 2012/2089, regulation 5.
Section 100A(4) of the Local Government Act 1972.
Schedule 12A, paragraphs 1 to 7.
Children in the 0-4 age group rose by 4%.
Young people aged 16 and over are included.
Children aged 10, 11 and 12 were surveyed.
Every child aged 2 is offered a review.
The service is for children aged up to 5 years.
Those aged 18 to 25 get other help.
Girls (14) outnumbered boys (9).
Boys, 14, and girls, 12, were missing.
Banbury, 14; Bicester, 12; Didcot, 9.
Headteachers (22) and governors (14) replied.
Alison, Director for Children, and 14 staff came.
Councillor Mark Gray, aged 61, retired.
The Chair, Paul Kerry, was 14 minutes late.
Sara Cotton, Lay Member, joined on 12 May 2024.
The designated doctor, Lorna Brown, spoke of her work.
Detective Inspector John Smith led the enquiry.
Anna took the minutes.
James, the analyst, counted 14 files.
Ann Smith 14 March 2025.
Dr Ahmed (GP) chaired the group.
The Child Q review by Hackney was discussed.
Child A's brother was seen by CAMHS.
In the Aveline Quillfeather and Tobias Penhallow review the panel found gaps.
Operation Bullfinch ended in 2013.
Kingfisher, Hope and Grace projects run until 2027.
The Rose Hill estate has 14 services.
Jordan Hill and Lucy's Hill are wards.
Florence Park, 12 minutes away.
St Thomas, 14 pupils; St Mary, 12.
George Street car park.
The average is 8 per month.
Reports came in May (14) and June (12).
On 5 June 2017 the policy was approved.
The annual figures to 31 March 2017 are shown.
Births to mothers under 18 fell in 2017.
Birthday cards were sent to care leavers.
The board was born of the 2004 Act.
Born Into Care was published on 10 October 2018.
ICPC within 15 days: 84%.
CP plans: 566. CLA: 780.
NHS Oxfordshire CCG gave £60,000.
NHS number use is at 98%.
National Insurance and pensions cost £12,865.
Cost code 4100 200 345.
PO 4500123456.
Invoice no. 0123456789 was paid.
Contract 01-2345-6789.
The grant of £4,000,000,000 is national.
There were 4 010 232 137 page views.
Call volumes: 01 (Jan), 02 (Feb).
E1 to E5 are the outcomes.
Standards S1, S2 and S3.
Form CS1 2AB is withdrawn.
Grade A1, B2, C3.
M1 closed at J9.
Ref OX123.
TV1 and TV2 were cancelled.
Item P4 3.
Key: R = red, A = amber.
J.S. Mill is quoted.
Prof. A.B. Smith (2012) wrote it.
Smith, J. (2014) Neglect.
Brandon, M. et al. (2020).
Sidebotham, P., Brandon, M. (2016).
H.M. Inspectorate; H.M. Prison.
U.K. and E.U. law.
p.m. 14 and a.m. 12.
No. 10, 12 and 14.
See www.oscb.org.uk for more.
Tweets by @OSCB1 reached 14,000.
The email address is shown on the website.
A child should be able to ring someone they trust.
Parents' forums met 14 times.
Sons and daughters of serving staff moved 14 times.
Brothers and sisters should stay together.
The mother and the father must be seen.
The young person's plan is reviewed by the IRO after 3 months.
Will, Mark and Grace periods were defined.
Age 5 checks rose. Age 11 checks fell.
Ages 5, 8 and 11 were sampled.
At the age of 14 support changes.
Staff turnover is 14.2%.
In year 6, 14 schools bid.
Working Together 2018, aged five this year, was replaced.
Wallingford School, aged 11 to 18, took part.
Oxford Brookes, 12 students.
RECOMMENDATION: The Committee is RECOMMENDED to note the report and its annexes.
The report was considered at the meeting of 24 June 2020 and the Cabinet of 21 July 2020.
Contact Officer: Hannah Farncombe, Deputy Director, hannah.farncombe@oxfordshire.gov.uk
Derek Benson, Independent Chair of the Oxfordshire Safeguarding Children Board
There were 6,500 referrals, 5 per cent more than in 2018/19.
At 31 March 2020 there were 774 children looked after, 15 fewer than in 2019.
Of these 81 were unaccompanied asylum-seeking children, aged 16 and 17 in the main.
The partnership published three serious case reviews: Child H, Child I and Children J and K.
Learning from Child M was shared with 450 staff.
The training programme reached 10,000 practitioners; 98 courses were run.
The LADO dealt with 260 enquiries, as against 233 in 2018-19.
Legal implications: the Children Act 2004, s. 16E, applies (Anita Bradley, Director of Law).
Financial implications checked by Jane Portman, Head of Finance, 01865 323567.
The budget is £415,000, of which £211,000 comes from the county council.
Background papers: none. Annex 1: OSCB Annual Report. Annex 2: CRAG. Annex 3: PAQA.
Three girls and two boys were missing for more than 24 hours.
The mean age was 14. Most were aged 13 to 15.
Ofsted's letter of 15 May 2019 praised early help.
See Working Together (2018), chapter 3, paragraph 14.
Rose Hill Junior Youth Club, The Oval, Oxford OX4 4UY, is one of the venues.
The Lighthouse, 10 Marlborough Road, Banbury, opened on 1 June 2021.
Donnington Doorstep, Townsend Square, Oxford OX4 4BB
Telephone the No Names Consultation line: 0345 241 2705.
E-mail the business unit: oscb@oxfordshire.gov.uk
Members may telephone the officer above on 01865 815843.
The Multi-Agency Safeguarding Hub (MASH) had 21,480 contacts.
Dr Clare Robertson and Alison Chapman, designated nurse, lead for health.
Sgt Matt Bick of Thames Valley Police gave the figures.
Ms L Hughes (12 years' service) retired.
Cllr Susanna Pressel asked about Year 9.
Jim Leivers Building, 3rd floor, room 14.
Neglect toolkits (2) and chronologies (14) were checked.
Hope House, 12 beds, is for young mothers.
Mrs Thatcher's Children Act 1989 is still in force.
Regulation (EU) 2016/679 and the Data Protection Act 2018.
Population aged 0-17: 144,600.
In quarter 4, 9 of 11 audits were good.
Some mothers said that they were not asked.
The voice of fathers: 14 of 20.
"Jigsaw" began on 1 May 2020.
Under-18s: 12. Under-5s: 4.
Item 5 (a) to (c), pages 1 to 14.
Tel. 01865 792422 (main switchboard).
Website: www.oscb.org.uk
The reference is CYP/2020/014.
Grant no. 2020-0412-7788.
Child protection plans rose from 566 to 601.
A child protection conference was held on 12 March 2020.
Child deaths: 24, of which 9 were of babies under 28 days.
The pupil premium is £1,345.
Pupils aged 11 in 2020 took no tests.
Kinship carers (48) were trained.
Foster carers aged 60 and over are 22%.
Young carers, 3,000 of them, are known.
Carer leave began on 6 April 2024.
""".splitlines()

UNFINISHED = """\
XX children were seen.
£XX,XXX
£X.Xm
The rate is X%.
xx% of plans
20XX
Data to follow.
To follow
TBC
tbc
(TBC)
T.B.C.
The date is to be confirmed.
[insert figure]
[Insert name of chair here]
[add text]
<insert>
{committee}
Click here to enter text.
Click or tap to enter a date.
Choose an item.
Error! Bookmark not defined.
Error! Reference source not found
#REF!
Lorem ipsum dolor sit amet
TODO: ask finance
???
The cost is £??
____________
[date]
(figures to follow)
DD/MM/YYYY
insert chart here
[ ]
XX/XX/2026
X,XXX
Placeholder text
[TBC]
[to be added]
£XXk
The board spent £xx,xxx on it.
Enter text here
[drafting note: check]
xxx
Table to be inserted.
""".splitlines()

FINISHED = """\
The XX Olympiad
Part XX of the Act
XXI report
the XXth century
Malcolm X spoke
Thank you xx
The finding has yet to be confirmed by the panel.
Three actions remain to be completed by May.
[x] not available
[c]
[z]
He said "we […] listened"
N/A
a to-do list
TB control
the x-ray
Xmas
Year X pupils
Click here: no
Figures to come from partners are listed.
Please insert the card here
A placeholder was found for him.
error! said nobody
The dummy was returned to the baby.
12 # 3
What?
Why?!
children and families (to be consulted) agreed
in the case of [redacted]
Choose an area
XL sizes
MMXXV
""".splitlines()
